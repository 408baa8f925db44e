package io.klatch.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsgpackTest {

  @Test
  void a_packet_is_written_as_the_reference_writes_it() {
    assertThat(HexFormat.of().formatHex(Msgpack.write(Map.of("type", Msgpack.CONNECT))))
        .isEqualTo("81a47479706500");
    assertThat(HexFormat.of().formatHex(Msgpack.write(List.of("hi", 7)))).isEqualTo("92a2686907");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 255, 256, 4_096})
  void the_text_is_found_behind_the_name_of_its_event(int size) {
    ByteBuf packet = packet(Map.of("data", List.of("said", "x".repeat(size))));
    int text = Msgpack.textBehind(packet, 0, packet.readableBytes(), "said", size);
    assertThat(text).isEqualTo(packet.readableBytes() - size);
    assertThat(Msgpack.textBehind(packet, 0, packet.readableBytes(), "said", size - 1))
        .isEqualTo(-1);
    assertThat(Msgpack.textBehind(packet, 0, packet.readableBytes(), "said", size + 1))
        .isEqualTo(-1);
  }

  @Test
  void a_packet_without_a_type_has_none() {
    ByteBuf typed = packet(Map.of("type", Msgpack.ACK));
    assertThat(Msgpack.type(typed, 0, typed.readableBytes())).isEqualTo(Msgpack.ACK);
    assertThat(Msgpack.type(typed, 0, typed.readableBytes() - 1)).isEqualTo(-1);
    ByteBuf untyped = packet(Map.of("nsp", "/"));
    assertThat(Msgpack.type(untyped, 0, untyped.readableBytes())).isEqualTo(-1);
  }

  private static ByteBuf packet(Map<String, ?> packet) {
    return Unpooled.wrappedBuffer(Msgpack.write(packet));
  }
}
