package io.klatch.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.klatch.domain.tenant.KeyAlgorithm;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/// One key and the one algorithm it is used with. A token that names another algorithm is not
/// checked with it, so a public key can never be taken for an HMAC secret.
///
/// @param id the `kid` it is known by; null when it has none and is tried for every token
record VerificationKey(@Nullable String id, KeyAlgorithm algorithm, JWSVerifier check) {
  /// Shorter ones can be factored by those who mean it.
  static final int RSA_BITS_MIN = 2_048;

  /// Longer ones take long to check, and anybody may send a token.
  static final int RSA_BITS_MAX = 8_192;

  static VerificationKey secret(@Nullable String id, byte[] secret) {
    try {
      return new VerificationKey(id, KeyAlgorithm.HS256, new MACVerifier(secret));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("too short for HS256", e);
    }
  }

  /// @throws IllegalArgumentException with the reason, if the key is not one for the algorithm
  static VerificationKey publicKey(@Nullable String id, KeyAlgorithm algorithm, PublicKey key) {
    return new VerificationKey(id, algorithm, check(algorithm, key));
  }

  private static JWSVerifier check(KeyAlgorithm algorithm, PublicKey key) {
    return switch (algorithm) {
      case HS256 -> throw new IllegalArgumentException("HS256 has no public key");
      case RS256 -> rsa(key);
      case ES256 -> p256(key);
      case EDDSA -> new Ed25519Check(key);
    };
  }

  private static JWSVerifier rsa(PublicKey key) {
    if (!(key instanceof RSAPublicKey rsa)) {
      throw new IllegalArgumentException("not an RSA key");
    }
    var bits = rsa.getModulus().bitLength();
    if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
      throw new IllegalArgumentException(
          "an RSA key of %d bits, allowed are %d to %d"
              .formatted(bits, RSA_BITS_MIN, RSA_BITS_MAX));
    }
    return new RSASSAVerifier(rsa);
  }

  private static JWSVerifier p256(PublicKey key) {
    try {
      if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == 256) {
        return new ECDSAVerifier(ec);
      }
    } catch (JOSEException e) {
      throw new IllegalArgumentException("not a P-256 key", e);
    }
    throw new IllegalArgumentException("not a P-256 key");
  }

  /// Whether it may have signed such a token.
  boolean fits(JWSHeader header) {
    var wanted = header.getKeyID();
    return isOf(header.getAlgorithm()) && (id == null || wanted == null || id.equals(wanted));
  }

  private boolean isOf(JWSAlgorithm claimed) {
    return claimed.getName().equals(algorithm.wire())
        || (algorithm == KeyAlgorithm.EDDSA && claimed.equals(JWSAlgorithm.Ed25519));
  }
}
