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

/// One client of the floor. Confined to the floor's one event loop.
final class FloorConnection extends ChannelInboundHandlerAdapter implements FrameScanner.Frames {

  private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Pattern KEY =
      Pattern.compile("^Sec-WebSocket-Key: *(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final String OPEN =
      "0{\"sid\":\"floor\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}";
  private static final String CONNECTED = "40{\"sid\":\"floor\"}";
  private static final String TEXT_KEY = "\"text\":\"";

  private final FloorRoom room;
  private final FrameScanner scanner = new FrameScanner();
  private @Nullable ChannelHandlerContext context;

  FloorConnection(FloorRoom room) {
    this.room = room;
  }

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
  public void text(ByteBuf bytes, int start, int length) {
    String packet = bytes.toString(start, length, StandardCharsets.UTF_8);
    if (packet.startsWith("42[\"say\"")) {
      int text = packet.indexOf(TEXT_KEY) + TEXT_KEY.length();
      room.say(packet.substring(text, packet.indexOf('"', text)));
    } else if (packet.equals("40")) {
      send(CONNECTED);
    } else if (packet.startsWith("42") && packet.contains("[\"join\"")) {
      room.join(here().channel());
      send("43" + packet.substring(2, packet.indexOf('[')) + "[\"ok\"]");
    }
  }

  @Override
  public void closing() {
    var _ = here().close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    scanner.close();
    room.leave(gone.channel());
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

  private void send(String packet) {
    ChannelHandlerContext to = here();
    var _ = to.writeAndFlush(FrameWriter.plain(to.alloc(), packet), to.voidPromise());
  }

  private ChannelHandlerContext here() {
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
