package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import io.klatch.domain.account.Identity;
import io.klatch.domain.account.Revocation;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.account.TokenVerifier.Verification.Revoked;
import io.klatch.domain.account.TokenVerifier.Verification.TokenExpired;
import io.klatch.domain.account.TokenVerifier.Verification.Unauthorized;
import io.klatch.domain.account.TokenVerifier.Verification.Verified;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.tenant.KeyAlgorithm;
import io.klatch.domain.tenant.SigningKey;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.domain.tenant.TenantStatus;
import io.klatch.domain.tenant.Trust;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whose tokens are good, tenant by tenant and algorithm by algorithm.
class TenantTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String SECRET = "the secret of the server itself, of many bytes";
  private static final String ACME_SECRET = "the secret of the tenant acme, of many bytes";
  private static final Unauthorized WRONG = new Unauthorized("wrong signature");

  private final TestTenants acme =
      new TestTenants(SigningSecret.configured(SECRET), NOW)
          .with(
              "acme",
              trust(
                  new SigningKey("hs", KeyAlgorithm.HS256, ACME_SECRET),
                  TestKeys.key("rs", KeyAlgorithm.RS256, TestKeys.RSA),
                  TestKeys.key("es", KeyAlgorithm.ES256, TestKeys.P256),
                  TestKeys.key("ed", KeyAlgorithm.EDDSA, TestKeys.ED25519)));

  @Nested
  class A_token_of_a_tenant {
    @Test
    void is_good_when_signed_with_any_of_its_keys_named_or_not() {
      var claims = claims().build();
      for (var token :
          List.of(
              TestKeys.hs256("hs", claims, ACME_SECRET.getBytes(UTF_8)),
              TestKeys.rs256("rs", claims, TestKeys.RSA),
              TestKeys.es256("es", claims, TestKeys.P256),
              TestKeys.ed25519(JWSAlgorithm.EdDSA, "ed", claims, TestKeys.ED25519),
              TestKeys.ed25519(JWSAlgorithm.Ed25519, "ed", claims, TestKeys.ED25519),
              TestKeys.rs256(null, claims, TestKeys.RSA))) {
        assertThat(verify(token)).isInstanceOf(Verified.class);
      }
    }

    @Test
    void is_refused_when_another_key_of_the_same_kind_signed_it() {
      assertThat(verify(TestKeys.rs256("rs", claims().build(), TestKeys.OTHER_RSA)))
          .isEqualTo(WRONG);
    }

    @Test
    void is_refused_when_it_names_a_key_the_tenant_does_not_have() {
      assertThat(verify(TestKeys.rs256("rs-2", claims().build(), TestKeys.RSA))).isEqualTo(WRONG);
    }

    @Test
    void is_refused_when_it_names_another_key_than_the_one_that_signed_it() {
      assertThat(verify(TestKeys.rs256("es", claims().build(), TestKeys.RSA))).isEqualTo(WRONG);
    }

    @Test
    void cannot_have_a_public_key_taken_for_a_secret() {
      for (var form :
          List.of(
              TestKeys.pem(TestKeys.RSA.getPublic()).getBytes(UTF_8),
              TestKeys.pem(TestKeys.RSA.getPublic()).strip().getBytes(UTF_8),
              TestKeys.RSA.getPublic().getEncoded())) {
        for (var kid : List.of("rs", "hs")) {
          assertThat(verify(TestKeys.hs256(kid, claims().build(), form))).isEqualTo(WRONG);
        }
      }
    }

    @Test
    void cannot_be_unsigned() {
      var body =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(claims().build().toString().getBytes(UTF_8));
      for (var alg : List.of("none", "None", "NONE")) {
        var header =
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"%s\",\"kid\":\"rs\"}".formatted(alg).getBytes(UTF_8));
        assertThat(verify(header + "." + body + ".")).isInstanceOf(Unauthorized.class);
      }
    }

    @Test
    void must_not_be_changed_whatever_signed_it() {
      var claims = claims().build();
      for (var token :
          List.of(
              TestKeys.rs256("rs", claims, TestKeys.RSA),
              TestKeys.es256("es", claims, TestKeys.P256),
              TestKeys.ed25519(JWSAlgorithm.EdDSA, "ed", claims, TestKeys.ED25519))) {
        var parts = token.split("\\.", -1);
        var body = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8).replace("ann", "bob");
        var changed = Base64.getUrlEncoder().withoutPadding().encodeToString(body.getBytes(UTF_8));
        assertThat(verify(parts[0] + "." + changed + "." + parts[2])).isEqualTo(WRONG);
        assertThat(verify(parts[0] + "." + parts[1] + ".AAAA")).isEqualTo(WRONG);
      }
    }

    @Test
    void is_checked_for_its_times_whatever_signed_it() {
      var expired = claims().expirationTime(at(-31)).build();
      var early = claims().notBeforeTime(at(31)).build();
      assertThat(verify(TestKeys.es256("es", expired, TestKeys.P256)))
          .isEqualTo(new TokenExpired());
      assertThat(verify(TestKeys.es256("es", early, TestKeys.P256)))
          .isEqualTo(new Unauthorized("the token is not valid yet"));
    }
  }

  @Nested
  class Of_two_tenants {
    @Test
    void neither_signs_for_the_other() {
      acme.with("blue", trust(TestKeys.key("rs", KeyAlgorithm.RS256, TestKeys.OTHER_RSA)));
      var blue = claims().claim("tenant_id", "blue").build();
      assertThat(verify(TestKeys.rs256("rs", blue, TestKeys.RSA))).isEqualTo(WRONG);
      assertThat(verify(TestKeys.rs256("rs", claims().build(), TestKeys.OTHER_RSA)))
          .isEqualTo(WRONG);
      assertThat(verify(TestKeys.rs256("rs", blue, TestKeys.OTHER_RSA)))
          .isInstanceOf(Verified.class);
    }

    @Test
    void the_configured_secret_signs_for_the_default_one_alone() {
      var secret = SECRET.getBytes(UTF_8);
      var ofDefault = claims().claim("tenant_id", null).build();
      assertThat(verify(TestKeys.hs256(null, ofDefault, secret))).isInstanceOf(Verified.class);
      assertThat(verify(TestKeys.hs256(null, claims().build(), secret))).isEqualTo(WRONG);
      var unknown = claims().claim("tenant_id", "nobody").build();
      assertThat(verify(TestKeys.hs256(null, unknown, secret))).isEqualTo(WRONG);
    }

    @Test
    void the_development_secret_signs_for_those_without_keys_of_their_own() {
      var development = new SigningSecret(SECRET.getBytes(UTF_8), true);
      var tenants =
          new TestTenants(development, NOW)
              .with("bare", Trust.NONE)
              .with("acme", trust(TestKeys.key("rs", KeyAlgorithm.RS256, TestKeys.RSA)));
      for (var tenant : Map.of("bare", true, "unknown", true, "acme", false).entrySet()) {
        var claims = claims().claim("tenant_id", tenant.getKey()).build();
        var token = TestKeys.hs256(null, claims, SECRET.getBytes(UTF_8));
        assertThat(tenants.verifier().verify(token) instanceof Verified)
            .as(tenant.getKey())
            .isEqualTo(tenant.getValue());
      }
    }
  }

  @Test
  void who_is_suspended_is_refused_from_that_moment_and_let_in_again_after_it() {
    var token = TestKeys.rs256("rs", claims().build(), TestKeys.RSA);
    var trust = trust(TestKeys.key("rs", KeyAlgorithm.RS256, TestKeys.RSA));
    acme.with("acme", TenantStatus.SUSPENDED, trust, TenantPolicy.NONE);
    assertThat(verify(token)).isEqualTo(new Unauthorized("the tenant is suspended"));
    acme.with("acme", trust);
    assertThat(verify(token)).isInstanceOf(Verified.class);
  }

  @Test
  void a_key_that_was_replaced_signs_no_more() {
    var token = TestKeys.rs256("rs", claims().build(), TestKeys.RSA);
    acme.with("acme", trust(TestKeys.key("rs", KeyAlgorithm.RS256, TestKeys.OTHER_RSA)));
    assertThat(verify(token)).isEqualTo(WRONG);
  }

  @Test
  void issuer_and_audience_must_be_the_tenants_where_it_names_them() {
    var key = TestKeys.key("rs", KeyAlgorithm.RS256, TestKeys.RSA);
    acme.with("acme", new Trust(List.of(key), null, "https://id.acme", "chat"));
    assertThat(verify(TestKeys.rs256("rs", claims().build(), TestKeys.RSA)))
        .isEqualTo(new Unauthorized("the token's iss is not the tenant's"));
    var issued = claims().issuer("https://id.acme");
    assertThat(verify(TestKeys.rs256("rs", issued.audience("shop").build(), TestKeys.RSA)))
        .isEqualTo(new Unauthorized("the token's aud is not the tenant's"));
    var meant = issued.audience(List.of("shop", "chat")).build();
    assertThat(verify(TestKeys.rs256("rs", meant, TestKeys.RSA))).isInstanceOf(Verified.class);
  }

  @Test
  @Tag("A7")
  void features_beyond_the_tenants_entitlements_do_not_count() {
    var key = TestKeys.key("rs", KeyAlgorithm.RS256, TestKeys.RSA);
    var policy = new TenantPolicy(Set.of(), Map.of(), null, Set.of("calls"));
    acme.with("acme", TenantStatus.ACTIVE, trust(key), policy);
    var claims = claims().claim("features", List.of("calls", "recording")).build();
    assertThat(identity(TestKeys.rs256("rs", claims, TestKeys.RSA)).features())
        .containsExactly("calls");
  }

  @Nested
  class A_token_taken_back {
    private final Instant until = NOW.plusSeconds(3_600);
    private final TenantId tenant = new TenantId("acme");

    @Test
    void is_refused_by_its_id_and_another_of_the_same_user_is_not() {
      acme.revocations.revoke(new Revocation.OfToken(tenant, "t-1", until));
      assertThat(verify(signed(claims().jwtID("t-1")))).isEqualTo(new Revoked());
      assertThat(verify(signed(claims().jwtID("t-2")))).isInstanceOf(Verified.class);
      assertThat(verify(signed(claims()))).isInstanceOf(Verified.class);
    }

    @Test
    void is_refused_by_its_user_when_made_before_the_moment_or_at_no_known_time() {
      acme.revocations.revoke(new Revocation.OfUser(tenant, new UserId("ann"), NOW, until));
      assertThat(verify(signed(claims().issueTime(at(-1))))).isEqualTo(new Revoked());
      assertThat(verify(signed(claims()))).isEqualTo(new Revoked());
      assertThat(verify(signed(claims().issueTime(at(0))))).isInstanceOf(Verified.class);
      assertThat(verify(signed(claims().subject("bob")))).isInstanceOf(Verified.class);
    }

    @Test
    void stays_so_when_the_moment_is_moved_back() {
      var ann = new UserId("ann");
      acme.revocations.revoke(new Revocation.OfUser(tenant, ann, NOW, until));
      acme.revocations.revoke(new Revocation.OfUser(tenant, ann, NOW.minusSeconds(60), until));
      assertThat(verify(signed(claims().issueTime(at(-1))))).isEqualTo(new Revoked());
    }

    @Test
    void of_another_tenant_means_nothing_here() {
      var blue = new TenantId("blue");
      acme.revocations.revoke(new Revocation.OfToken(blue, "t-1", until));
      acme.revocations.revoke(new Revocation.OfUser(blue, new UserId("ann"), NOW, until));
      assertThat(verify(signed(claims().jwtID("t-1")))).isInstanceOf(Verified.class);
    }
  }

  @Test
  void a_key_that_is_none_or_too_weak_is_refused_with_the_reason() {
    var check = new KeyMaterial();
    var pem = TestKeys.pem(TestKeys.RSA.getPublic());
    assertThat(check.problem(new SigningKey("k", KeyAlgorithm.HS256, pem))).contains("PEM");
    assertThat(check.problem(new SigningKey("k", KeyAlgorithm.HS256, "short"))).contains("32");
    assertThat(check.problem(new SigningKey("k", KeyAlgorithm.RS256, "abc"))).contains("PEM");
    assertThat(check.problem(TestKeys.key("k", KeyAlgorithm.ES256, TestKeys.RSA)))
        .contains("ES256");
    assertThat(check.problem(TestKeys.key("k", KeyAlgorithm.ES256, TestKeys.P384)))
        .contains("P-256");
    assertThat(check.problem(TestKeys.key("k", KeyAlgorithm.RS256, TestKeys.SMALL_RSA)))
        .contains("1024 bits");
    assertThat(check.problem(TestKeys.key("k", KeyAlgorithm.EDDSA, TestKeys.P256)))
        .contains("EdDSA");
    assertThat(check.problem(TestKeys.key("k", KeyAlgorithm.EDDSA, TestKeys.ED25519))).isNull();
  }

  private Verification verify(String token) {
    return acme.verifier().verify(token);
  }

  private Identity identity(String token) {
    return ((Verified) verify(token)).identity();
  }

  private static String signed(JWTClaimsSet.Builder claims) {
    return TestKeys.rs256("rs", claims.build(), TestKeys.RSA);
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("ann")
        .claim("tenant_id", "acme")
        .expirationTime(at(60));
  }

  private static Trust trust(SigningKey... keys) {
    return new Trust(List.of(keys), null, null, null);
  }

  private static Date at(int seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }
}
