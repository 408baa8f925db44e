package io.klatch.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.klatch.domain.account.Identity;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification.TokenExpired;
import io.klatch.domain.account.TokenVerifier.Verification.Unauthorized;
import io.klatch.domain.account.TokenVerifier.Verification.Verified;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies JWTs: the signature first, so that nothing a stranger wrote is believed or answered in
/// detail; then the times; then who it is.
public final class JwtVerifier implements TokenVerifier {
  /// Longer than any token with sensible claims, short enough to parse for everyone who asks.
  static final int TOKEN_CHARS_MAX = 8_192;

  static final int LIST_MAX = 100;

  private final VerificationKeys keys;
  private final Duration leeway;
  private final InstantSource clock;

  JwtVerifier(VerificationKeys keys, Duration leeway, InstantSource clock) {
    this.keys = keys;
    this.leeway = leeway;
    this.clock = clock;
  }

  /// A verifier of the tokens that `secret` signs.
  public static JwtVerifier of(SigningSecret secret, Duration leeway, InstantSource clock) {
    return new JwtVerifier(new SharedSecret(secret), leeway, clock);
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
      return signed(jwt, tenant(claims)) ? check(claims) : new Unauthorized("wrong signature");
    } catch (ParseException | IllegalArgumentException e) {
      return new Unauthorized("the token is not a signed JWT with valid claims");
    }
  }

  private boolean signed(SignedJWT jwt, TenantId claimed) {
    return keys.candidates(jwt.getHeader(), claimed).stream().anyMatch(key -> signed(jwt, key));
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
    if (!now.isBefore(expires.plus(leeway))) {
      return new TokenExpired();
    }
    var notBefore = instant(claims.getNotBeforeTime());
    if (notBefore != null && now.plus(leeway).isBefore(notBefore)) {
      return new Unauthorized("the token is not valid yet");
    }
    var subject = claims.getSubject();
    if (subject == null) {
      return new Unauthorized("the token has no sub");
    }
    return identity(claims, subject, expires);
  }

  private static Verification identity(JWTClaimsSet claims, String subject, Instant expires)
      throws ParseException {
    try {
      var name = claims.getStringClaim("name");
      return new Verified(
          new Identity(
              tenant(claims),
              new UserId(subject),
              name == null || name.isBlank() ? subject : name,
              strings(claims, "roles"),
              strings(claims, "features"),
              claims.getJWTID(),
              expires));
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
