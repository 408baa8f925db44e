package io.klatch.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameScannerTest {

  private final List<String> shown = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel(new Reading());

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void shows_every_frame_of_one_read() {
    channel.writeInbound(Unpooled.wrappedBuffer(plain("one"), plain(""), plain("three")));
    assertThat(shown).containsExactly("one", "", "three");
  }

  @Test
  void shows_the_same_frames_however_the_stream_is_cut() {
    String longText = "x".repeat(300);
    byte[] stream = bytesOf(Unpooled.wrappedBuffer(plain("one"), plain(longText), plain("three")));
    for (int size = 1; size < 20; size++) {
      shown.clear();
      for (int at = 0; at < stream.length; at += size) {
        int end = Math.min(stream.length, at + size);
        channel.writeInbound(Unpooled.copiedBuffer(stream, at, end - at));
      }
      assertThat(shown).as("cut every %d bytes", size).containsExactly("one", longText, "three");
    }
  }

  @Test
  void takes_the_mask_of_a_client_off() {
    channel.writeInbound(
        FrameWriter.masked(UnpooledByteBufAllocator.DEFAULT, "420[\"join\",{\"room\":\"é\"}]"));
    assertThat(shown).containsExactly("420[\"join\",{\"room\":\"é\"}]");
  }

  @Test
  void tells_of_a_ping_and_of_a_close_frame() {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x89, 0, (byte) 0x88, 0}));
    assertThat(shown).containsExactly("<ping>", "<closing>");
  }

  @Test
  void a_pong_is_shown_to_nobody() {
    channel.writeInbound(FrameWriter.pong(UnpooledByteBufAllocator.DEFAULT));
    assertThat(shown).isEmpty();
  }

  @Test
  void refuses_a_fragmented_message() {
    ByteBuf first = Unpooled.wrappedBuffer(new byte[] {0x01, 1, 'a'});
    assertThatThrownBy(() -> channel.writeInbound(first))
        .isInstanceOf(CorruptedFrameException.class);
  }

  private static ByteBuf plain(String text) {
    return FrameWriter.plain(UnpooledByteBufAllocator.DEFAULT, text);
  }

  private static byte[] bytesOf(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes).release();
    return bytes;
  }

  private final class Reading extends ChannelInboundHandlerAdapter implements FrameScanner.Frames {

    private final FrameScanner scanner = new FrameScanner();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      scanner.scan(context, (ByteBuf) message, this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      scanner.close();
    }

    @Override
    public void text(ByteBuf bytes, int start, int length) {
      shown.add(bytes.toString(start, length, StandardCharsets.UTF_8));
    }

    @Override
    public void ping() {
      shown.add("<ping>");
    }

    @Override
    public void closing() {
      shown.add("<closing>");
    }
  }
}
