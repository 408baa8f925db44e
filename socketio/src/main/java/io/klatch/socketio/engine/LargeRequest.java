package io.klatch.socketio.engine;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.io.InputStream;

/// A request of [LargeBodies]: its content is empty, and its body comes while it is answered.
///
/// Whoever answers it closes the body. Then what is still to come is read and thrown away, as much
/// of it as [RequestLimits#refusedBytesMax] says.
public final class LargeRequest extends DefaultFullHttpRequest {
  private final LargeBody body;

  LargeRequest(HttpRequest head, LargeBody body) {
    super(
        head.protocolVersion(),
        head.method(),
        head.uri(),
        Unpooled.EMPTY_BUFFER,
        head.headers(),
        EmptyHttpHeaders.INSTANCE);
    this.body = body;
  }

  /// Nobody will read its body.
  void drop() {
    body.close();
  }

  /// To be read by one thread, which it keeps waiting; ends with an exception where the connection
  /// does. A client that asks whether to send it (`Expect: 100-continue`) is told so at the first
  /// read.
  public InputStream body() {
    return body;
  }
}
