package io.klatch.server.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `Klatch-Signature: t=<seconds>,v1=<hex of HMAC-SHA256 of "<t>.<body>">`, a `v1` for each secret.
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  static String of(byte[] body, List<String> secrets, Instant now) {
    var seconds = Long.toString(now.getEpochSecond());
    var text = new StringBuilder("t=").append(seconds);
    for (var secret : secrets) {
      text.append(",v1=").append(HexFormat.of().formatHex(mac(secret, seconds, body)));
    }
    return text.toString();
  }

  private static byte[] mac(String secret, String seconds, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
      mac.update((seconds + ".").getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
