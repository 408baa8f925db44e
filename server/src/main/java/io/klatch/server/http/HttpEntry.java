package io.klatch.server.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where Netty ends: turns a whole request into a record, has it answered on a virtual thread,
/// writes the answer. Shared by all connections; the transport before it keeps answers in order.
///
/// The event loop only copies the body and hands over; a full house is answered 503 at once.
@ChannelHandler.Sharable
public final class HttpEntry extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(HttpEntry.class);

  private final HttpHandler handler;
  private final Executor virtualThreads;
  private final Semaphore places;

  public HttpEntry(HttpHandler handler, Executor virtualThreads, HttpConfig config) {
    super(FullHttpRequest.class);
    this.handler = handler;
    this.virtualThreads = virtualThreads;
    this.places = new Semaphore(config.concurrentMax());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    var request = request(message);
    if (request == null) {
      write(context, Response.refusal(400, "bad_request", "the address is malformed"));
      return;
    }
    if (!places.tryAcquire()) {
      write(context, busy());
      return;
    }
    try {
      virtualThreads.execute(() -> answer(context, request));
    } catch (RejectedExecutionException e) {
      places.release();
      write(context, busy());
    }
  }

  private void answer(ChannelHandlerContext context, Request request) {
    Response response;
    try {
      response = handler.handle(request);
    } catch (RuntimeException e) {
      log.error("request failed method={} path={}", request.method(), request.path(), e);
      response = Response.refusal(500, "internal", "a fault of the server, logged there");
    } finally {
      places.release();
    }
    write(context, response);
  }

  private static Response busy() {
    return Response.refusal(503, "unavailable", "too many requests at one time")
        .with("Retry-After", "1");
  }

  private static void write(ChannelHandlerContext context, Response response) {
    var message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            Unpooled.wrappedBuffer(response.body()));
    response.headers().forEach((name, value) -> message.headers().set(name, value));
    if (!response.headers().containsKey("Content-Length")) {
      message.headers().set("Content-Length", response.body().length);
    }
    if (Patience.isOver(context.channel(), response.status(), System.nanoTime())) {
      message.headers().set("Connection", "close");
    }
    var _ = context.writeAndFlush(message);
  }

  /// The request as a record; null when its address cannot be decoded.
  private static @Nullable Request request(FullHttpRequest message) {
    try {
      var address = new QueryStringDecoder(message.uri());
      if (!address.path().startsWith("/") || message.decoderResult().isFailure()) {
        return null;
      }
      var query = new HashMap<String, String>();
      address.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
      return new Request(
          message.method().name(),
          address.path(),
          Map.of(),
          query,
          headers(message),
          ByteBufUtil.getBytes(message.content()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Map<String, String> headers(FullHttpRequest message) {
    var headers = new HashMap<String, String>();
    message
        .headers()
        .forEach(entry ->
            headers.putIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
    return headers;
  }
}
