package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.klatch.domain.tenant.KeyAlgorithm;
import io.klatch.domain.tenant.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Key pairs of each kind and tokens they sign.
final class TestKeys {
  static final KeyPair RSA = pair("RSA", 2_048);
  static final KeyPair OTHER_RSA = pair("RSA", 2_048);
  static final KeyPair SMALL_RSA = pair("RSA", 1_024);
  static final KeyPair P256 = curve("secp256r1");
  static final KeyPair P384 = curve("secp384r1");
  static final KeyPair ED25519 = pair("Ed25519", 0);
  static final KeyPair OTHER_ED25519 = pair("Ed25519", 0);

  private TestKeys() {}

  static SigningKey key(String id, KeyAlgorithm algorithm, KeyPair pair) {
    return new SigningKey(id, algorithm, pem(pair.getPublic()));
  }

  static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  static String rs256(@Nullable String kid, JWTClaimsSet claims, KeyPair pair) {
    return sign(JWSAlgorithm.RS256, kid, claims, new RSASSASigner(pair.getPrivate()));
  }

  static String es256(@Nullable String kid, JWTClaimsSet claims, KeyPair pair) {
    try {
      return sign(
          JWSAlgorithm.ES256, kid, claims, new ECDSASigner((ECPrivateKey) pair.getPrivate()));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String hs256(@Nullable String kid, JWTClaimsSet claims, byte[] secret) {
    try {
      return sign(JWSAlgorithm.HS256, kid, claims, new MACSigner(secret));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String ed25519(
      JWSAlgorithm name, @Nullable String kid, JWTClaimsSet claims, KeyPair pair) {
    var header = new JWSHeader.Builder(name).keyID(kid).build();
    var signed = header.toBase64URL() + "." + Base64URL.encode(claims.toPayload().toString());
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(US_ASCII));
      return signed + "." + Base64URL.encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String sign(
      JWSAlgorithm algorithm, @Nullable String kid, JWTClaimsSet claims, JWSSigner signer) {
    var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
    try {
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair pair(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair curve(String name) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(name));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
