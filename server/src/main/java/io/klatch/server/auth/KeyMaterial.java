package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.tenant.KeyAlgorithm;
import io.klatch.domain.tenant.KeyCheck;
import io.klatch.domain.tenant.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a tenant's keys: secrets as they are, public keys as PEM (`BEGIN PUBLIC KEY`).
public final class KeyMaterial implements KeyCheck {
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  @Override
  public @Nullable String problem(SigningKey key) {
    if (key.id().equals(IssuedKeys.KID)) {
      return "has a name that is kept for the server's own; take another";
    }
    try {
      var _ = read(key);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /// @throws IllegalArgumentException with the reason, if it is not a key for its algorithm
  static VerificationKey read(SigningKey key) {
    return key.algorithm() == KeyAlgorithm.HS256
        ? VerificationKey.secret(key.id(), secret(key.material()))
        : VerificationKey.publicKey(
            key.id(), key.algorithm(), publicKey(key.algorithm(), key.material()));
  }

  private static byte[] secret(String material) {
    if (material.contains("-----BEGIN")) {
      throw new IllegalArgumentException(
          "is a PEM file, and HS256 takes a secret: with a public key anyone could sign");
    }
    var weakness = SigningSecret.weakness(material);
    if (weakness != null) {
      throw new IllegalArgumentException(weakness);
    }
    return material.getBytes(UTF_8);
  }

  private static PublicKey publicKey(KeyAlgorithm algorithm, String material) {
    var pem = PEM.matcher(material);
    if (!pem.matches()) {
      throw new IllegalArgumentException(
          "is not a public key as PEM, which begins with -----BEGIN PUBLIC KEY-----");
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(pem.group(1));
      return KeyFactory.getInstance(family(algorithm))
          .generatePublic(new X509EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "is not a public key for " + algorithm.wire() + " (" + family(algorithm) + ")", e);
    }
  }

  private static String family(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case HS256 -> throw new IllegalArgumentException("HS256 has no public key");
      case RS256 -> "RSA";
      case ES256 -> "EC";
      case EDDSA -> "Ed25519";
    };
  }
}
