package io.klatch.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.klatch.domain.tenant.KeyAlgorithm;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a key set (RFC 7517). Keys that cannot verify tokens here are left out: other uses, other
/// kinds, and secrets, which a public document cannot hold. Pure functions.
final class JwksDocument {
  static final int KEYS_MAX = 50;
  private static final int ED25519_BYTES = 32;

  private JwksDocument() {}

  /// @throws IOException if it is no key set, or one without a usable key
  static List<VerificationKey> parse(String json) throws IOException {
    var keys = new ArrayList<VerificationKey>();
    try {
      for (JWK jwk : JWKSet.parse(json).getKeys()) {
        var key = key(jwk);
        if (key != null && keys.size() < KEYS_MAX) {
          keys.add(key);
        }
      }
    } catch (ParseException e) {
      throw new IOException("is no key set: " + e.getMessage(), e);
    }
    if (keys.isEmpty()) {
      throw new IOException("has no key for RS256, ES256 or EdDSA");
    }
    return keys;
  }

  private static @Nullable VerificationKey key(JWK jwk) {
    var algorithm = algorithm(jwk);
    var use = jwk.getKeyUse();
    if (algorithm == null || (use != null && !use.equals(KeyUse.SIGNATURE))) {
      return null;
    }
    try {
      return VerificationKey.publicKey(jwk.getKeyID(), algorithm, publicKey(jwk));
    } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }

  /// By the kind of key; one that says it is for another algorithm is for none of ours.
  private static @Nullable KeyAlgorithm algorithm(JWK jwk) {
    var algorithm =
        switch (jwk) {
          case RSAKey _ -> KeyAlgorithm.RS256;
          case ECKey ec when Curve.P_256.equals(ec.getCurve()) -> KeyAlgorithm.ES256;
          case OctetKeyPair pair when Curve.Ed25519.equals(pair.getCurve()) -> KeyAlgorithm.EDDSA;
          default -> null;
        };
    var said = jwk.getAlgorithm();
    return algorithm == null || said == null || isCalled(algorithm, said.getName())
        ? algorithm
        : null;
  }

  private static boolean isCalled(KeyAlgorithm algorithm, String name) {
    return name.equals(algorithm.wire())
        || (algorithm == KeyAlgorithm.EDDSA && name.equals("Ed25519"));
  }

  private static PublicKey publicKey(JWK jwk) throws JOSEException, GeneralSecurityException {
    return switch (jwk) {
      case RSAKey rsa -> rsa.toRSAPublicKey();
      case ECKey ec -> ec.toECPublicKey();
      case OctetKeyPair pair -> ed25519(pair.getDecodedX());
      default -> throw new IllegalArgumentException("no public key");
    };
  }

  /// RFC 8032, 5.1.2: the y coordinate, lowest byte first; the topmost bit is the sign of x.
  private static PublicKey ed25519(byte[] encoded) throws GeneralSecurityException {
    if (encoded.length != ED25519_BYTES) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
    }
    var y = new byte[ED25519_BYTES];
    for (var i = 0; i < ED25519_BYTES; i++) {
      y[i] = encoded[ED25519_BYTES - 1 - i];
    }
    var xIsOdd = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    var point = new EdECPoint(xIsOdd, new BigInteger(1, y));
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
  }
}
