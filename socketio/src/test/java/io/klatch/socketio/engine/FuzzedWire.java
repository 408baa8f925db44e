package io.klatch.socketio.engine;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;

/// What the engine reads of clients before there is a packet, given anything.
public final class FuzzedWire {
  private static final int BYTES_MAX = 100_000;
  private static final Origins ORIGINS = Origins.of(List.of(Origins.SAME, "https://app.test"));
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/8", "::1"));
  private static final EngineServer SERVER =
      new EngineServer(
          EngineConfig.defaults().withPayloadBytesMax(BYTES_MAX),
          _ -> {
            throw new IllegalStateException("no session is asked for");
          },
          Runnable::run);

  private FuzzedWire() {}

  private static final class Local extends EmbeddedChannel {
    @Override
    protected SocketAddress remoteAddress0() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }
  }

  /// Requests as they stand. What Netty's decoder lets pass, every reading of ours must bear.
  public static void requests(byte[] bytes) {
    var channel = new Local();
    channel.pipeline().addLast(new HttpRequestDecoder(), new HttpObjectAggregator(BYTES_MAX));
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
      var request = (FullHttpRequest) read;
      if (request.decoderResult().isSuccess()) {
        read(channel, request);
      }
      request.release();
    }
    try {
      channel.finishAndReleaseAll();
    } catch (PrematureChannelClosureException _) {
      // A body that did not end.
    }
  }

  private static void read(EmbeddedChannel channel, FullHttpRequest request) {
    var headers = request.headers();
    var caller = Caller.of(channel, headers, PROXIES);
    var handshake = Handshake.of(request, caller, Instant.EPOCH);
    if (!handshake.headers().keySet().equals(lowerCase(request))) {
      throw new AssertionError("headers lost or made: " + handshake.headers());
    }
    var origin = headers.get(HttpHeaderNames.ORIGIN, "");
    var _ = ORIGINS.allows(origin, caller.own());
    var answer = new AnswerHeaders();
    answer.add(Cors.ON.preflight(ORIGINS, origin, headers.get("Access-Control-Request-Headers")));
    var _ = AcceptEncoding.takes(AcceptEncoding.of(headers), "gzip");
    var _ = Deflation.isOffered(String.join(",", headers.getAll(Deflation.HEADER)));
    try {
      var query = new QueryStringDecoder(request.uri());
      var _ = SERVER.config().isAt(query.path());
      var _ = EngineRequest.of(SERVER, query.parameters()).refusal(request.method(), false);
      var _ = handshake.queryValue("parser");
    } catch (IllegalArgumentException _) {
      // A broken escape; `EngineHttpHandler` expects it.
    }
  }

  private static Set<String> lowerCase(FullHttpRequest request) {
    return request.headers().names().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /// Frames as they stand; the decoder must know whether it is in the middle of one.
  public static void frames(byte[] bytes) {
    var decoder = new FrameDecoder(SERVER.decoder(true));
    var channel = new EmbeddedChannel(decoder);
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      long read = 0;
      for (Object each = channel.readInbound(); each != null; each = channel.readInbound()) {
        var frame = (WebSocketFrame) each;
        int length = frame.content().readableBytes();
        read += WebSocketFrames.headerSize(length) + 4 + length;
        decoder.passed(frame);
        frame.release();
      }
      if (decoder.isInFrame() != read < bytes.length) {
        throw new AssertionError("of " + bytes.length + " bytes " + read + " are frames");
      }
    } catch (CorruptedWebSocketFrameException _) {
      // Refused.
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  /// A compressed message; what comes out is bounded and can be compressed again.
  public static void inflate(byte[] bytes) {
    var plain = Unpooled.buffer();
    var again = Unpooled.buffer();
    try {
      Deflation.inflate(bytes, BYTES_MAX, plain);
      Deflation.deflate(ByteBufUtil.getBytes(plain), again);
      var back = Unpooled.buffer();
      Deflation.inflate(ByteBufUtil.getBytes(again), BYTES_MAX, back);
      if (!back.equals(plain)) {
        throw new AssertionError("another message than before");
      }
    } catch (DataFormatException | Deflation.TooLargeException _) {
      // Refused.
    }
    if (plain.readableBytes() > BYTES_MAX) {
      throw new AssertionError("inflated to " + plain.readableBytes());
    }
  }
}
