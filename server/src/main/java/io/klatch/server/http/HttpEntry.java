package io.klatch.server.http;

import io.klatch.socketio.engine.LargeRequest;
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
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where Netty ends: turns a whole request into a record, has it answered on a virtual thread,
/// writes the answer. Shared by all connections; the transport before it keeps answers in order.
///
/// The event loop only copies the body and hands over; a full house is answered 503 at once.
@ChannelHandler.Sharable
public final class HttpEntry extends SimpleChannelInboundHandler<FullHttpRequest> {
  /// A connection that earns so many refusals so fast is closed.
  public static final int REFUSALS_MAX = 50;

  public static final Duration REFUSALS_WITHIN = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(HttpEntry.class);

  private final HttpHandler handler;
  private final Executor virtualThreads;
  private final Semaphore places;
  private final Semaphore transfers;
  private final Transfers bounds;
  private final LongAdder transfersRefused = new LongAdder();

  public HttpEntry(HttpHandler handler, Executor virtualThreads, HttpConfig config) {
    super(FullHttpRequest.class);
    this.handler = handler;
    this.virtualThreads = virtualThreads;
    this.places = new Semaphore(config.concurrentMax());
    this.bounds = config.transfers();
    this.transfers = new Semaphore(bounds.max());
  }

  /// Requests with large bodies, and answers that are streams, going on now.
  public int transfers() {
    return bounds.max() - transfers.availablePermits();
  }

  /// Those turned away because there were as many as there may be.
  public long transfersRefused() {
    return transfersRefused.sum();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    var request = request(message);
    if (request == null) {
      close(stream(message));
      write(context, Response.refusal(400, "bad_request", "the address is malformed"));
      return;
    }
    var large = request.stream() != null;
    var place = large ? transfers : places;
    if (!(large ? startsTransfer() : places.tryAcquire())) {
      close(request.stream());
      write(context, busy());
      return;
    }
    try {
      virtualThreads.execute(() -> answer(context, request, place));
    } catch (RejectedExecutionException e) {
      place.release();
      close(request.stream());
      write(context, busy());
    }
  }

  private boolean startsTransfer() {
    var starts = transfers.tryAcquire();
    if (!starts) {
      transfersRefused.increment();
    }
    return starts;
  }

  private void answer(ChannelHandlerContext context, Request request, Semaphore place) {
    Response response;
    try {
      response = handler.handle(request);
    } catch (RuntimeException e) {
      log.error("request failed method={} path={}", request.method(), request.path(), e);
      response = Response.refusal(500, "internal", "a fault of the server, logged there");
    } finally {
      place.release();
      close(request.stream());
    }
    if (response.stream() == null) {
      write(context, response);
    } else {
      stream(context, response, response.stream());
    }
  }

  private void stream(ChannelHandlerContext context, Response response, Response.Stream stream) {
    if (!startsTransfer()) {
      write(context, busy());
      return;
    }
    try (var in = opened(context, stream)) {
      if (in != null) {
        new Sending(context, bounds.timeout()).send(response, in);
      }
    } catch (IOException e) {
      log.warn("what was sent did not close", e);
    } finally {
      transfers.release();
    }
  }

  /// Null when it cannot be had, which is answered.
  private static @Nullable InputStream opened(
      ChannelHandlerContext context, Response.Stream stream) {
    try {
      return stream.open();
    } catch (IOException | RuntimeException e) {
      log.error("what was to be sent cannot be opened", e);
      write(context, Response.refusal(500, "internal", "a fault of the server, logged there"));
      return null;
    }
  }

  private static void close(@Nullable InputStream body) {
    if (body == null) {
      return;
    }
    try {
      body.close();
    } catch (IOException e) {
      log.debug("a body did not close", e);
    }
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
          ByteBufUtil.getBytes(message.content()),
          stream(message));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable InputStream stream(FullHttpRequest message) {
    return message instanceof LargeRequest large ? large.body() : null;
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
