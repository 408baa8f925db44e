package io.klatch.socketio.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.packet.EnginePacket.Binary;
import io.klatch.socketio.packet.EnginePacket.Close;
import io.klatch.socketio.packet.EnginePacket.Noop;
import io.klatch.socketio.packet.EnginePacket.Open;
import io.klatch.socketio.packet.EnginePacket.Ping;
import io.klatch.socketio.packet.EnginePacket.Pong;
import io.klatch.socketio.packet.EnginePacket.Text;
import io.klatch.socketio.packet.EnginePacket.Upgrade;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnginePacketCodecTest {
  @Test
  void each_type_has_its_digit_in_both_directions() throws MalformedPacketException {
    var packets =
        List.of(
            new Open("{}"),
            new Close(),
            new Ping("probe"),
            new Pong("probe"),
            new Text("héllo €"),
            new Upgrade(),
            new Noop());
    var texts = List.of("0{}", "1", "2probe", "3probe", "4héllo €", "5", "6");
    for (int i = 0; i < packets.size(); i++) {
      assertThat(EnginePacketCodec.encode(packets.get(i))).isEqualTo(texts.get(i));
      assertThat(EnginePacketCodec.decode(texts.get(i))).isEqualTo(packets.get(i));
    }
  }

  @Test
  void bytes_are_base64_behind_a_b() throws MalformedPacketException {
    var packet = new Binary(new byte[] {1, 2, 3, -1});
    assertThat(EnginePacketCodec.encode(packet)).isEqualTo("bAQID/w==");
    assertThat(EnginePacketCodec.decodePolled("bAQID/w=="))
        .isInstanceOfSatisfying(
            Binary.class, binary -> assertThat(binary.data()).containsExactly(1, 2, 3, -1));
  }

  @Test
  void bytes_as_base64_are_read_only_where_they_are_expected() {
    assertThatThrownBy(() -> EnginePacketCodec.decode("bAQID/w=="))
        .isInstanceOf(MalformedPacketException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "9x", "abc", "-1", "\u0664", " 4", "b!!!!", "bAQ=ID"})
  void what_is_no_packet_is_refused(String text) {
    assertThatThrownBy(() -> EnginePacketCodec.decodePolled(text))
        .isInstanceOf(MalformedPacketException.class)
        .satisfies(fault -> assertThat(fault.getStackTrace()).isEmpty());
  }
}
