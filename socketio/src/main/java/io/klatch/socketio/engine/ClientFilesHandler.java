package io.klatch.socketio.engine;

import io.klatch.socketio.engine.ClientFiles.ClientFile;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers requests for the client's files below an endpoint's path; the rest goes on to the next
/// handler. Files are read on the endpoint's executor.
///
/// Confined to the channel's event loop, but for `answer`.
final class ClientFilesHandler extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(ClientFilesHandler.class);

  private final List<EngineServer> servers;

  ClientFilesHandler(List<EngineServer> servers) {
    this.servers = servers;
  }

  /// What a request asks for, without the request.
  private record Asked(EngineServer server, String name, HttpMethod method, HttpHeaders headers) {
    ClientFiles files() {
      return server.config().clientFiles();
    }

    boolean has(String etag) {
      return headers.getAll(HttpHeaderNames.IF_NONE_MATCH).stream()
          .flatMap(line -> Arrays.stream(line.split(",", -1)))
          .map(String::strip)
          .anyMatch(known -> known.equals(etag) || known.equals("W/" + etag));
    }

    boolean takesGzip() {
      return AcceptEncoding.takes(AcceptEncoding.of(headers), "gzip");
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var request = (FullHttpRequest) message;
    var asked = asked(request);
    if (asked == null) {
      context.fireChannelRead(request);
      return;
    }
    request.release();
    try {
      asked.server().executor().execute(() -> answer(context, asked));
    } catch (RejectedExecutionException _) {
      var _ = context.close(); // The server is ending.
    }
  }

  private @Nullable Asked asked(FullHttpRequest request) {
    var path = new QueryStringDecoder(request.uri()).rawPath();
    for (var server : servers) {
      var own = server.config().folder();
      if (path.startsWith(own) && server.config().clientFiles().has(path.substring(own.length()))) {
        return new Asked(server, path.substring(own.length()), request.method(), request.headers());
      }
    }
    return null;
  }

  private static void answer(ChannelHandlerContext context, Asked asked) {
    try {
      var get = asked.method().equals(HttpMethod.GET);
      var file = asked.files().find(asked.name());
      if (!get && !asked.method().equals(HttpMethod.HEAD)) {
        Replies.status(context, HttpResponseStatus.METHOD_NOT_ALLOWED);
      } else if (file == null) {
        Replies.status(context, HttpResponseStatus.NOT_FOUND);
      } else {
        var _ = context.writeAndFlush(response(asked, file, get));
      }
    } catch (RuntimeException fault) {
      log.error("client file failed name={}", asked.name(), fault);
      Replies.status(context, HttpResponseStatus.INTERNAL_SERVER_ERROR);
    }
  }

  private static FullHttpResponse response(Asked asked, ClientFile file, boolean withBody) {
    boolean known = asked.has(asked.files().etag());
    boolean gzip = asked.takesGzip();
    var bytes = gzip ? file.gzip() : file.plain();
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            known ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK,
            withBody && !known ? Unpooled.wrappedBuffer(bytes) : Unpooled.EMPTY_BUFFER);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, file.type())
        .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
        .set(HttpHeaderNames.ETAG, asked.files().etag())
        .set(HttpHeaderNames.CACHE_CONTROL, "public, max-age=0")
        .set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING)
        .set("X-Content-Type-Options", "nosniff");
    if (gzip) {
      response.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    }
    return response;
  }
}
