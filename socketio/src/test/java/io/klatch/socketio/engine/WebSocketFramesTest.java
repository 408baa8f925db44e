package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketFramesTest {
  private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  private static byte[] bytesOf(ByteBuf buffer) {
    try {
      assertThat(buffer.capacity()).as("no growing").isEqualTo(buffer.readableBytes());
      return ByteBufUtil.getBytes(buffer);
    } finally {
      buffer.release();
    }
  }

  private static String hex(ByteBuf buffer) {
    try {
      return ByteBufUtil.hexDump(buffer);
    } finally {
      buffer.release();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8200",
    "1, 8201",
    "125, 827d",
    "126, 827e007e",
    "65535, 827effff",
    "65536, 827f0000000000010000"
  })
  void the_header_has_the_shortest_form_of_the_length(int length, String header) {
    var frame = bytesOf(WebSocketFrames.encode(EngineMessage.binary(new byte[length]), ALLOCATOR));
    int headerLength = header.length() / 2;
    assertThat(frame).hasSize(headerLength + length);
    assertThat(HexFormat.of().formatHex(frame, 0, headerLength)).isEqualTo(header);
  }

  @Test
  void a_text_and_its_attachments_are_frames_one_behind_the_other() {
    var message =
        EngineMessage.ofWire(
            "451-[]".getBytes(StandardCharsets.UTF_8), List.of(new byte[] {1}, new byte[] {}));
    assertThat(HexFormat.of().formatHex(bytesOf(WebSocketFrames.encode(message, ALLOCATOR))))
        .isEqualTo("8106" + "3435312d5b5d" + "8201" + "01" + "8200");
  }

  @Test
  void lengths_count_bytes_and_not_characters() {
    assertThat(hex(WebSocketFrames.encode(EngineMessage.text("€"), ALLOCATOR)))
        .isEqualTo("8104" + "34" + "e282ac");
  }

  @Test
  void a_close_frame_has_a_status_or_none() {
    assertThat(hex(WebSocketFrames.close(0, ALLOCATOR))).isEqualTo("8800");
    assertThat(hex(WebSocketFrames.close(1001, ALLOCATOR))).isEqualTo("880203e9");
  }

  @Test
  void a_pong_returns_the_ping_s_data() {
    var data = Unpooled.wrappedBuffer(new byte[] {7, 8});
    assertThat(hex(WebSocketFrames.pong(data, ALLOCATOR))).isEqualTo("8a020708");
  }
}
