package io.klatch.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.klatch.domain.account.Identity;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;

/// Signs tokens with this server's own secret, for `klatch token` and for development.
public final class TokenIssuer {
  private final MACSigner signer;
  private final InstantSource clock;

  public TokenIssuer(SigningSecret secret, InstantSource clock) {
    try {
      this.signer = new MACSigner(secret.bytes());
    } catch (JOSEException e) {
      throw new IllegalStateException("a SigningSecret is long enough for HS256", e);
    }
    this.clock = clock;
  }

  public String issue(Identity identity) {
    var device = identity.device();
    var claims =
        new JWTClaimsSet.Builder()
            .subject(identity.user().value())
            .claim("name", identity.name())
            .claim("tenant_id", identity.tenant().value())
            .claim("roles", List.copyOf(identity.roles()))
            .claim("features", List.copyOf(identity.features()))
            .claim("device_id", device == null ? null : device.value())
            .jwtID(identity.tokenId())
            .issueTime(Date.from(clock.instant()))
            .expirationTime(Date.from(identity.expiresAt()))
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 cannot fail", e);
    }
    return jwt.serialize();
  }
}
