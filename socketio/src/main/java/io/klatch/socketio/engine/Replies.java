package io.klatch.socketio.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/// The HTTP answers of Engine.IO. Each may be called from any thread.
final class Replies {
  /// The reference's error codes and messages.
  enum Refusal {
    TRANSPORT_UNKNOWN(0, "Transport unknown"),
    SESSION_UNKNOWN(1, "Session ID unknown"),
    BAD_METHOD(2, "Bad handshake method"),
    BAD_REQUEST(3, "Bad request"),
    UNSUPPORTED_VERSION(5, "Unsupported protocol version");

    private final String json;

    Refusal(int code, String message) {
      this.json = "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
  }

  private static final String PLAIN = "text/plain; charset=UTF-8";

  private Replies() {}

  static void payload(ChannelHandlerContext context, ByteBuf body) {
    var _ = context.writeAndFlush(with(new PollingAnswer(body), PLAIN));
  }

  static void payload(ChannelHandlerContext context, String packet) {
    payload(context, Unpooled.copiedBuffer(packet, StandardCharsets.UTF_8));
  }

  /// The answer to a POST.
  ///
  /// @return done when the socket has it
  static ChannelFuture ok(ChannelHandlerContext context) {
    var body = Unpooled.copiedBuffer("ok", StandardCharsets.UTF_8);
    return send(context, HttpResponseStatus.OK, "text/html", body);
  }

  /// @return done when the socket has it
  @CanIgnoreReturnValue
  static ChannelFuture refuse(ChannelHandlerContext context, Refusal refusal) {
    var body = Unpooled.copiedBuffer(refusal.json, StandardCharsets.UTF_8);
    return send(context, HttpResponseStatus.BAD_REQUEST, "application/json", body);
  }

  static void deny(ChannelHandlerContext context, Denial denial) {
    var body = Unpooled.copiedBuffer(denial.json(), StandardCharsets.UTF_8);
    var response = response(denial.status(), "application/json", body);
    response.headers().set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    if (denial.retryAfterSeconds() > 0) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, denial.retryAfterSeconds());
    }
    var _ = context.writeAndFlush(response);
  }

  /// A browser's question beforehand; it never makes a session.
  static void preflight(ChannelHandlerContext context) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
    var _ = context.writeAndFlush(response);
  }

  static void status(ChannelHandlerContext context, HttpResponseStatus status) {
    var body = Unpooled.copiedBuffer(status.reasonPhrase(), StandardCharsets.UTF_8);
    send(context, status, PLAIN, body);
  }

  @CanIgnoreReturnValue
  private static ChannelFuture send(
      ChannelHandlerContext context, HttpResponseStatus status, String contentType, ByteBuf body) {
    return context.writeAndFlush(response(status, contentType, body));
  }

  private static DefaultFullHttpResponse response(
      HttpResponseStatus status, String contentType, ByteBuf body) {
    return with(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body), contentType);
  }

  private static DefaultFullHttpResponse with(
      DefaultFullHttpResponse response, String contentType) {
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    return response;
  }
}
