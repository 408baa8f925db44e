package io.klatch.socketio.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.klatch.socketio.packet.EnginePacket.Binary;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// Bytes in a polling body.
final class PolledBytesTest {
  private static final byte[] BYTES = new byte[100];

  @Test
  void may_come_as_base64_broken_into_lines_as_the_java_client_sends_it() throws Exception {
    for (var lineBreak : new String[] {"\n", "\r\n"}) {
      var lines = Base64.getMimeEncoder(76, lineBreak.getBytes(US_ASCII)).encodeToString(BYTES);

      assertThat(bytes("b" + lines + lineBreak)).isEqualTo(BYTES);
    }
  }

  @Test
  void are_refused_when_they_are_no_base64() {
    for (var text : new String[] {"b!", "bA", "bAA AA", "bA\0AA"}) {
      assertThatExceptionOfType(MalformedPacketException.class)
          .as(text)
          .isThrownBy(() -> bytes(text));
    }
  }

  private static byte[] bytes(String polled) throws MalformedPacketException {
    return ((Binary) EnginePacketCodec.decodePolled(polled)).data();
  }
}
