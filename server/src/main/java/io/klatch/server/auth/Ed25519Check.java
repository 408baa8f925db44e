package io.klatch.server.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Set;

/// EdDSA over Ed25519 by the JDK's own provider. The library's verifier needs Tink, a large
/// dependency for what the JDK has had since 15.
final class Ed25519Check implements JWSVerifier {
  private static final String ALGORITHM = "Ed25519";

  private final PublicKey key;
  private final JCAContext context = new JCAContext();

  /// @throws IllegalArgumentException if it is a key of something else
  Ed25519Check(PublicKey key) {
    try {
      Signature.getInstance(ALGORITHM).initVerify(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 key", e);
    }
    this.key = key;
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) {
    try {
      var check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature.decode());
    } catch (SignatureException _) {
      return false; // not of the form of a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
  }

  @Override
  public JCAContext getJCAContext() {
    return context;
  }
}
