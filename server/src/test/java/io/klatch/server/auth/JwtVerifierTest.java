package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.klatch.domain.account.Identity;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.account.TokenVerifier.Verification.TokenExpired;
import io.klatch.domain.account.TokenVerifier.Verification.Unauthorized;
import io.klatch.domain.account.TokenVerifier.Verification.Verified;
import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JwtVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final String SECRET =
      "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ!";
  private final SigningSecret secret = new SigningSecret(SECRET.getBytes(UTF_8), true);
  private final JwtVerifier verifier = new TestTenants(secret, NOW).verifier();

  @Test
  void a_token_we_issue_is_who_it_says() {
    var ann =
        new Identity(
            new TenantId("acme"),
            new UserId("ann"),
            "Ann Ö",
            Set.of("admin"),
            Set.of("calls", "rooms"),
            "j-1",
            NOW,
            NOW.plusSeconds(60),
            new DeviceId("phone"));
    var token = new TokenIssuer(secret, InstantSource.fixed(NOW)).issue(ann);
    assertThat(verifier.verify(token)).isEqualTo(new Verified(ann));
  }

  @Test
  void without_a_tenant_it_is_the_default_one_and_without_a_name_the_user_id_is_shown() {
    assertThat(verify(claims().subject("bob")))
        .isEqualTo(
            new Verified(
                new Identity(
                    TenantId.DEFAULT,
                    new UserId("bob"),
                    "bob",
                    Set.of(),
                    Set.of(),
                    null,
                    NOW.plusSeconds(60))));
  }

  @Test
  void no_token_is_refused() {
    assertThat(verifier.verify(null)).isEqualTo(new Unauthorized("no token"));
    assertThat(verifier.verify("")).isEqualTo(new Unauthorized("no token"));
  }

  @Test
  void what_is_not_a_token_is_refused() {
    for (var text : List.of("x", "a.b.c", "..", "{}", "eyJhbGciOiJIUzI1NiJ9..", "é.é.é")) {
      assertThat(verifier.verify(text)).as(text).isInstanceOf(Unauthorized.class);
    }
    assertThat(verifier.verify("a".repeat(9_000))).isInstanceOf(Unauthorized.class);
  }

  @Test
  void an_unsigned_token_is_refused_in_each_spelling_of_none() {
    var signed = sign(claims().subject("ann"), JWSAlgorithm.HS256, SECRET);
    var body = signed.split("\\.", -1)[1];
    for (var none : List.of("none", "None", "NONE", "nOnE")) {
      var header = "{\"alg\":\"" + none + "\"}";
      var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8));
      for (var end : List.of(".", "." + signed.split("\\.", -1)[2])) {
        assertThat(verifier.verify(encoded + "." + body + end)).isInstanceOf(Unauthorized.class);
      }
    }
  }

  @Tag("A1")
  @Test
  void another_algorithm_with_the_right_secret_is_refused() {
    assertThat(verifier.verify(sign(claims().subject("ann"), JWSAlgorithm.HS384, SECRET)))
        .isEqualTo(new Unauthorized("wrong signature"));
    assertThat(verifier.verify(sign(claims().subject("ann"), JWSAlgorithm.HS512, SECRET)))
        .isEqualTo(new Unauthorized("wrong signature"));
  }

  @Test
  void another_secret_is_refused_even_when_the_token_is_expired_as_well() {
    var other = SECRET.replace('0', '1');
    assertThat(verifier.verify(sign(claims().subject("ann"), JWSAlgorithm.HS256, other)))
        .isEqualTo(new Unauthorized("wrong signature"));
    assertThat(
            verifier.verify(
                sign(claims().subject("ann").expirationTime(at(-1000)), JWSAlgorithm.HS256, other)))
        .isEqualTo(new Unauthorized("wrong signature"));
  }

  @Test
  void a_changed_claim_breaks_the_signature() {
    var parts = sign(claims().subject("ann"), JWSAlgorithm.HS256, SECRET).split("\\.", -1);
    var body = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8).replace("ann", "bob");
    var changed = Base64.getUrlEncoder().withoutPadding().encodeToString(body.getBytes(UTF_8));
    assertThat(verifier.verify(parts[0] + "." + changed + "." + parts[2]))
        .isEqualTo(new Unauthorized("wrong signature"));
  }

  @Test
  void a_token_is_good_until_its_expiry_plus_the_leeway_and_expired_from_then_on() {
    assertThat(verify(claims().subject("ann").expirationTime(at(-29))))
        .isInstanceOf(Verified.class);
    assertThat(verify(claims().subject("ann").expirationTime(at(-30))))
        .isEqualTo(new TokenExpired());
  }

  @Test
  void a_token_of_the_future_is_refused_beyond_the_leeway() {
    assertThat(verify(claims().subject("ann").notBeforeTime(at(30)))).isInstanceOf(Verified.class);
    assertThat(verify(claims().subject("ann").notBeforeTime(at(31))))
        .isEqualTo(new Unauthorized("the token is not valid yet"));
  }

  @Test
  void a_token_must_say_whose_it_is_and_until_when() {
    assertThat(verify(claims())).isEqualTo(new Unauthorized("the token has no sub"));
    assertThat(verify(new JWTClaimsSet.Builder().subject("ann")))
        .isEqualTo(new Unauthorized("the token has no exp"));
  }

  @Test
  void claims_of_the_wrong_kind_or_size_are_refused() {
    assertThat(verify(claims().subject(""))).isInstanceOf(Unauthorized.class);
    assertThat(verify(claims().subject("a".repeat(129)))).isInstanceOf(Unauthorized.class);
    assertThat(verify(claims().subject("ann").claim("tenant_id", 7)))
        .isInstanceOf(Unauthorized.class);
    assertThat(verify(claims().subject("ann").claim("tenant_id", "")))
        .isInstanceOf(Unauthorized.class);
    assertThat(verify(claims().subject("ann").claim("roles", "admin")))
        .isInstanceOf(Unauthorized.class);
    assertThat(verify(claims().subject("ann").claim("name", "n".repeat(201))))
        .isInstanceOf(Unauthorized.class);
  }

  private Verification verify(JWTClaimsSet.Builder claims) {
    return verifier.verify(sign(claims, JWSAlgorithm.HS256, SECRET));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder().expirationTime(at(60));
  }

  private static Date at(int seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }

  private static String sign(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, String secret) {
    try {
      var jwt = new SignedJWT(new JWSHeader(algorithm), claims.build());
      jwt.sign(new MACSigner(secret));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
