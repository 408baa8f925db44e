package io.klatch.bench.floor;

import io.klatch.bench.wire.FrameScanner;
import io.klatch.bench.wire.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One client of a floor: the WebSocket handshake, Engine.IO's open packet and frames; what the
/// packets mean is the subclass's. Confined to the event loop of its channel.
abstract class FloorConnection extends ChannelInboundHandlerAdapter implements FrameScanner.Frames {

  private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Pattern KEY =
      Pattern.compile("^Sec-WebSocket-Key: *(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final String OPEN =
      "0{\"sid\":\"floor\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}";
  static final String CONNECTED = "40{\"sid\":\"floor\"}";

  private final FrameScanner scanner = new FrameScanner();
  private @Nullable ChannelHandlerContext context;

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    if (message instanceof ByteBuf bytes) {
      scanner.scan(reading, bytes, this);
    } else {
      upgrade(reading, (String) message);
    }
  }

  @Override
  public final void closing() {
    var _ = here().close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    scanner.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    var _ = failed.close();
  }

  private void upgrade(ChannelHandlerContext upgrading, String head) {
    Matcher key = KEY.matcher(head);
    if (!key.find()) {
      var _ = upgrading.close();
      return;
    }
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key.group(1))
            + "\r\n\r\n";
    var _ =
        upgrading.write(ByteBufUtil.writeAscii(upgrading.alloc(), answer), upgrading.voidPromise());
    send(OPEN);
  }

  /// All packets in one write; on any thread.
  final void send(String... packets) {
    ChannelHandlerContext to = here();
    var _ = to.writeAndFlush(FrameWriter.plain(to.alloc(), packets), to.voidPromise());
  }

  final ChannelHandlerContext here() {
    if (context == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return context;
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException every) {
      throw new IllegalStateException("every Java has SHA-1", every);
    }
  }
}
