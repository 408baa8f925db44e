package io.klatch.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.klatch.domain.account.Identity;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification.KeysUnavailable;
import io.klatch.domain.account.TokenVerifier.Verification.Revoked;
import io.klatch.domain.account.TokenVerifier.Verification.TokenExpired;
import io.klatch.domain.account.TokenVerifier.Verification.Unauthorized;
import io.klatch.domain.account.TokenVerifier.Verification.Verified;
import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.tenant.Tenant;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies JWTs: the signature first, so that nothing a stranger wrote is believed or answered in
/// detail; then the times; then who it is, whether the tenant is served, and whether the token was
/// taken back.
final class JwtVerifier implements TokenVerifier {
  /// Longer than any token with sensible claims, short enough to parse for everyone who asks.
  static final int TOKEN_CHARS_MAX = 8_192;

  static final int LIST_MAX = 100;

  private final VerificationKeys keys;
  private final TokenRules rules;
  private final InstantSource clock;

  JwtVerifier(VerificationKeys keys, TokenRules rules, InstantSource clock) {
    this.keys = keys;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public Verification verify(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      return new Unauthorized("no token");
    }
    if (token.length() > TOKEN_CHARS_MAX) {
      return new Unauthorized("the token is longer than " + TOKEN_CHARS_MAX + " characters");
    }
    try {
      var jwt = SignedJWT.parse(token);
      var claims = jwt.getJWTClaimsSet();
      var candidates = keys.candidates(jwt.getHeader(), tenant(claims));
      if (candidates == null) {
        return new KeysUnavailable();
      }
      return candidates.stream().anyMatch(key -> signed(jwt, key.check()))
          ? check(claims)
          : new Unauthorized("wrong signature");
    } catch (ParseException | IllegalArgumentException e) {
      return new Unauthorized("the token is not a signed JWT with valid claims");
    }
  }

  private static boolean signed(SignedJWT jwt, JWSVerifier key) {
    try {
      return jwt.verify(key);
    } catch (JOSEException | IllegalStateException e) {
      return false; // this key cannot check this token; another may
    }
  }

  private Verification check(JWTClaimsSet claims) throws ParseException {
    var expires = instant(claims.getExpirationTime());
    if (expires == null) {
      return new Unauthorized("the token has no exp");
    }
    var now = clock.instant();
    if (!now.isBefore(expires.plus(rules.leeway()))) {
      return new TokenExpired();
    }
    if (expires.isAfter(now.plus(rules.lifeMax()))) {
      return new Unauthorized(
          "the token's exp is more than %d days away".formatted(rules.lifeMax().toDays()));
    }
    var notBefore = instant(claims.getNotBeforeTime());
    if (notBefore != null && now.plus(rules.leeway()).isBefore(notBefore)) {
      return new Unauthorized("the token is not valid yet");
    }
    var subject = claims.getSubject();
    if (subject == null) {
      return new Unauthorized("the token has no sub");
    }
    var tenant = rules.tenants().find(tenant(claims));
    var foreign = tenant == null ? null : refuse(tenant, claims);
    return foreign == null ? identity(claims, subject, tenant, expires) : foreign;
  }

  private static @Nullable Verification refuse(Tenant tenant, JWTClaimsSet claims) {
    var trust = tenant.trust();
    if (!tenant.active()) {
      return new Unauthorized("the tenant is suspended");
    }
    if (trust.issuer() != null && !trust.issuer().equals(claims.getIssuer())) {
      return new Unauthorized("the token's iss is not the tenant's");
    }
    if (trust.audience() != null && !claims.getAudience().contains(trust.audience())) {
      return new Unauthorized("the token's aud is not the tenant's");
    }
    return null;
  }

  private Verification identity(
      JWTClaimsSet claims, String subject, @Nullable Tenant tenant, Instant expires)
      throws ParseException {
    try {
      var name = claims.getStringClaim("name");
      var features = strings(claims, "features");
      var identity =
          new Identity(
              tenant(claims),
              new UserId(subject),
              name == null || name.isBlank() ? subject : name,
              strings(claims, "roles"),
              tenant == null ? features : tenant.policy().entitled(features),
              claims.getJWTID(),
              instant(claims.getIssueTime()),
              expires,
              device(claims));
      return rules.revocations().isRevoked(identity) ? new Revoked() : new Verified(identity);
    } catch (IllegalArgumentException e) {
      // The sentences of our own records: they name the claim and its bound. The signature was
      // good.
      return new Unauthorized("the token's claims are refused: " + e.getMessage());
    }
  }

  private static TenantId tenant(JWTClaimsSet claims) throws ParseException {
    var tenant = claims.getStringClaim("tenant_id");
    return tenant == null ? TenantId.DEFAULT : new TenantId(tenant);
  }

  private static @Nullable DeviceId device(JWTClaimsSet claims) throws ParseException {
    var device = claims.getStringClaim("device_id");
    return device == null ? null : new DeviceId(device);
  }

  private static Set<String> strings(JWTClaimsSet claims, String name) throws ParseException {
    List<String> values = claims.getStringListClaim(name);
    if (values == null) {
      return Set.of();
    }
    if (values.size() > LIST_MAX || values.contains(null)) {
      throw new IllegalArgumentException(name + " has at most " + LIST_MAX + " strings");
    }
    return Set.copyOf(values);
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
