package io.klatch.socketio.engine;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;

/// Netty's answer to a request for a WebSocket, without its way of sending it: that is a write of
/// its own, and the pipeline is another only when the write is done.
final class WebSocketAnswer extends WebSocketServerHandshaker13 {
  private static final WebSocketAnswer ANSWER = new WebSocketAnswer();

  private WebSocketAnswer() {
    super("", null, WebSocketDecoderConfig.newBuilder().build());
  }

  /// @param request has been checked to be one for a WebSocket
  /// @param headers that it bears besides
  static HttpResponse to(FullHttpRequest request, HttpHeaders headers) {
    return ANSWER.newHandshakeResponse(request, headers);
  }
}
