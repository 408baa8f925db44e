package io.klatch.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import io.klatch.domain.kernel.TenantId;
import java.util.List;

/// One secret, HS256, for every tenant.
final class SharedSecret implements VerificationKeys {
  private final List<JWSVerifier> key;

  SharedSecret(SigningSecret secret) {
    try {
      key = List.of(new MACVerifier(secret.bytes()));
    } catch (JOSEException e) {
      throw new IllegalStateException("a SigningSecret is long enough for HS256", e);
    }
  }

  @Override
  public List<JWSVerifier> candidates(JWSHeader header, TenantId claimed) {
    return JWSAlgorithm.HS256.equals(header.getAlgorithm()) ? key : List.of();
  }
}
