package io.klatch.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/// Tokens as a tenant's back end signs them, good for ten minutes.
final class TestTokens {
  private TestTokens() {}

  /// Its `jti` is `tenant-user`.
  static String of(String secret, String tenant, String user) {
    var claims =
        new JWTClaimsSet.Builder()
            .subject(user)
            .claim("tenant_id", tenant)
            .jwtID(tenant + "-" + user)
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      jwt.sign(new MACSigner(secret));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
