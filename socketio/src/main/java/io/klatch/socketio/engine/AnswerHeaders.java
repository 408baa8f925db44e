package io.klatch.socketio.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Headers that the door or the application wants on the next answer, whoever writes that.
///
/// Confined to the channel's event loop.
final class AnswerHeaders extends ChannelOutboundHandlerAdapter {
  private @Nullable HttpHeaders next;

  void add(Map<String, String> headers) {
    headers.forEach(this::add);
  }

  void add(String name, String value) {
    if (next == null) {
      next = new DefaultHttpHeaders();
    }
    next.add(name, value);
  }

  void add(HttpHeaders headers) {
    headers.forEach(header -> add(header.getKey(), header.getValue()));
  }

  /// For an answer that does not pass here.
  HttpHeaders take() {
    var taken = next == null ? new DefaultHttpHeaders() : next;
    next = null;
    return taken;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response && next != null) {
      response.headers().add(next);
      next = null;
    }
    var _ = context.write(message, promise);
  }
}
