package io.klatch.socketio.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.packet.EnginePacket.Ping;
import io.klatch.socketio.packet.EnginePacket.Text;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollingPayloadTest {
  @Test
  void packets_are_separated_by_the_record_separator() throws MalformedPacketException {
    List<EnginePacket> packets = List.of(new Text("a"), new Ping(""), new Text("b"));
    assertThat(PollingPayload.encode(packets)).isEqualTo("4a\u001e2\u001e4b");
    assertThat(PollingPayload.decode("4a\u001e2\u001e4b")).isEqualTo(packets);
  }

  @Test
  void one_packet_needs_no_separator() throws MalformedPacketException {
    assertThat(PollingPayload.decode("4a")).containsExactly(new Text("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u001e", "4a\u001e", "\u001e4a", "4a\u001e\u001e4b", "4a\u001eb*"})
  void one_bad_part_refuses_the_whole_body(String body) {
    assertThatThrownBy(() -> PollingPayload.decode(body))
        .isInstanceOf(MalformedPacketException.class);
  }
}
