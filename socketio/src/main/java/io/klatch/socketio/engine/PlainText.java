package io.klatch.socketio.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/// A text message for plain WebSockets as it goes over the wire, made once for however many.
/// Immutable.
public final class PlainText {
  private final byte[] frame;

  private PlainText(byte[] frame) {
    this.frame = frame;
  }

  public static PlainText of(String text) {
    var buffer = WebSocketFrames.text(text.getBytes(UTF_8), UnpooledByteBufAllocator.DEFAULT);
    try {
      return new PlainText(ByteBufUtil.getBytes(buffer));
    } finally {
      buffer.release();
    }
  }

  /// Sends it to all of them; from any thread, does not block. One task for each event loop, which
  /// flushes behind whatever it has been given to send by then.
  public void sendTo(Collection<PlainSocket> sockets) {
    var loops = new HashMap<EventLoop, List<PlainSocket>>();
    for (var socket : sockets) {
      loops.computeIfAbsent(socket.loop(), _ -> new ArrayList<>()).add(socket);
    }
    for (Map.Entry<EventLoop, List<PlainSocket>> each : loops.entrySet()) {
      var loop = each.getKey();
      try {
        loop.execute(() -> write(loop, each.getValue()));
      } catch (RejectedExecutionException _) {
        // The loop has ended, and its channels with it.
      }
    }
  }

  private void write(EventLoop loop, List<PlainSocket> sockets) {
    var written = new ArrayList<PlainSocket>();
    for (var socket : sockets) {
      if (socket.write(this)) {
        written.add(socket);
      }
    }
    if (!written.isEmpty()) {
      loop.execute(() -> written.forEach(PlainSocket::flush));
    }
  }

  /// Shares the bytes.
  ByteBuf buffer() {
    return Unpooled.wrappedBuffer(frame);
  }
}
