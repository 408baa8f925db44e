package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/// The packets of one poll; the kind of answer that may be compressed.
final class PollingAnswer extends DefaultFullHttpResponse {
  PollingAnswer(ByteBuf body) {
    super(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
  }

  @Override
  public PollingAnswer replace(ByteBuf body) {
    var copy = new PollingAnswer(body);
    copy.headers().set(headers());
    return copy;
  }
}
