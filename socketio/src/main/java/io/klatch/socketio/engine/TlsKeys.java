package io.klatch.socketio.engine;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A chain of certificates and the key of the first, which has been seen to fit.
record TlsKeys(List<X509Certificate> chain, PrivateKey key) {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final byte[] PROBE = "klatch".getBytes(StandardCharsets.US_ASCII);

  /// @param certificates PEM
  /// @param key PEM
  static TlsKeys parse(TlsFiles files, byte[] certificates, byte[] key) throws TlsException {
    var chain = chain(files, certificates);
    var own = chain.getFirst();
    try {
      own.checkValidity();
    } catch (CertificateException e) {
      throw new TlsException(
          "the certificate in %s is valid from %s to %s only"
              .formatted(
                  files.certificates(),
                  own.getNotBefore().toInstant(),
                  own.getNotAfter().toInstant()),
          e);
    }
    var keys = new TlsKeys(chain, key(files, key, own.getPublicKey()));
    if (!keys.fit()) {
      throw new TlsException(
          "the key in %s is not that of the first certificate in %s"
              .formatted(files.key(), files.certificates()));
    }
    return keys;
  }

  private static List<X509Certificate> chain(TlsFiles files, byte[] pem) throws TlsException {
    var chain = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (var certificate : factory.generateCertificates(new ByteArrayInputStream(pem))) {
        chain.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw new TlsException(files.certificates() + " holds no PEM certificates: " + e, e);
    }
    if (chain.isEmpty()) {
      throw new TlsException(files.certificates() + " holds no PEM certificates");
    }
    return List.copyOf(chain);
  }

  private static PrivateKey key(TlsFiles files, byte[] pem, PublicKey fitting) throws TlsException {
    var match = PKCS8.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!match.find()) {
      throw new TlsException(
          files.key()
              + " holds no PKCS#8 key without a password (BEGIN PRIVATE KEY); make one with:"
              + " openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(match.group(1));
      return KeyFactory.getInstance(fitting.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new TlsException(
          "%s holds no %s key, which the certificate in %s needs"
              .formatted(files.key(), fitting.getAlgorithm(), files.certificates()),
          e);
    }
  }

  private boolean fit() {
    try {
      var name =
          switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
          };
      var signature = Signature.getInstance(name);
      signature.initSign(key);
      signature.update(PROBE);
      var signed = signature.sign();
      signature.initVerify(chain.getFirst().getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
