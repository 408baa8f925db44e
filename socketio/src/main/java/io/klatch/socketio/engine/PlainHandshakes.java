package io.klatch.socketio.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.ReferenceCountUtil;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets clients in to the endpoints of plain WebSockets; other requests go on to the next handler.
///
/// Confined to the channel's event loop.
final class PlainHandshakes extends ChannelInboundHandlerAdapter {
  private final List<PlainEndpoint> endpoints;
  private boolean upgrading;

  PlainHandshakes(List<PlainEndpoint> endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (upgrading) { // A client says nothing before it has the answer.
      ReferenceCountUtil.release(message);
      var _ = context.close();
      return;
    }
    var request = (FullHttpRequest) message;
    var endpoint = endpoint(request.uri());
    if (endpoint == null) {
      context.fireChannelRead(request);
      return;
    }
    try {
      route(context, request, endpoint);
    } finally {
      request.release();
    }
  }

  private @Nullable PlainEndpoint endpoint(String uri) {
    try {
      var path = new QueryStringDecoder(uri).path();
      for (var endpoint : endpoints) {
        if (endpoint.config().path().equals(path)) {
          return endpoint;
        }
      }
    } catch (IllegalArgumentException _) {
      // A broken escape is no path of ours.
    }
    return null;
  }

  private void route(
      ChannelHandlerContext context, FullHttpRequest request, PlainEndpoint endpoint) {
    var headers = request.headers();
    if (!request.method().equals(HttpMethod.GET)) {
      Replies.status(context, HttpResponseStatus.METHOD_NOT_ALLOWED);
    } else if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      Replies.status(context, HttpResponseStatus.UPGRADE_REQUIRED);
    } else if (!EngineHttpHandler.isWebSocketHandshake(headers)) {
      Replies.status(context, HttpResponseStatus.BAD_REQUEST);
      var _ = context.close();
    } else {
      enter(context, request, endpoint);
    }
  }

  private void enter(
      ChannelHandlerContext context, FullHttpRequest request, PlainEndpoint endpoint) {
    var door = endpoint.door();
    var caller = door.caller(context.channel(), request.headers());
    var denial = door.ofOrigin(caller, request.headers());
    if (denial == null) {
      denial = door.enter(caller.address().getAddress());
    }
    if (denial != null) {
      Replies.deny(context, denial);
      var _ = context.close();
      return;
    }
    upgrading = true;
    var transport = endpoint.open(context.channel(), Handshake.of(request, caller, Instant.now()));
    var response = WebSocketAnswer.to(request, agreed(request.headers(), endpoint));
    Pipelines.leaveHttp(context, response, endpoint, transport);
    var _ = context.channel().flush();
  }

  /// The sub-protocol, where the client offers it; others are for the application to read.
  private static HttpHeaders agreed(HttpHeaders headers, PlainEndpoint endpoint) {
    var answer = new DefaultHttpHeaders();
    var ours = endpoint.config().protocol();
    var offered = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
    if (ours != null
        && Arrays.stream(offered.split(",", -1)).map(String::strip).anyMatch(ours::equals)) {
      answer.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, ours);
    }
    return answer;
  }
}
