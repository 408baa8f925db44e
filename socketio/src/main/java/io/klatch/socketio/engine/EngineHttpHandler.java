package io.klatch.socketio.engine;

import io.klatch.socketio.engine.Replies.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sorts the requests of one connection: to which endpoint, and whether handshake, poll, post or
/// upgrade. What belongs to no endpoint goes on to the next handler.
///
/// Confined to the channel's event loop.
final class EngineHttpHandler extends ChannelInboundHandlerAdapter {
  /// RFC 6455: the base64 of 16 bytes.
  private static final Pattern KEY = Pattern.compile("[+/0-9A-Za-z]{22}==");

  private final List<EngineServer> servers;
  private final AnswerHeaders answer;

  /// The session whose poll waits on this connection.
  private @Nullable EngineSession pollingSession;

  /// The request for a WebSocket is being answered; a client says nothing before it has the answer.
  private boolean upgrading;

  EngineHttpHandler(List<EngineServer> servers, AnswerHeaders answer) {
    this.servers = servers;
    this.answer = answer;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (upgrading) {
      ReferenceCountUtil.release(message);
      context.flush();
      var _ = context.close();
      return;
    }
    var request = (FullHttpRequest) message;
    pollingSession = null;
    var query = new QueryStringDecoder(request.uri());
    var server = endpoint(query);
    if (server == null) {
      context.fireChannelRead(request);
      return;
    }
    try {
      route(context, request, EngineRequest.of(server, query.parameters()));
    } catch (IllegalArgumentException _) {
      Replies.refuse(context, Refusal.BAD_REQUEST); // A broken escape in the query.
    } finally {
      request.release();
    }
  }

  private @Nullable EngineServer endpoint(QueryStringDecoder query) {
    String path;
    try {
      path = query.path();
    } catch (IllegalArgumentException _) {
      return null; // A broken escape is no path of ours.
    }
    for (var server : servers) {
      if (server.config().isAt(path)) {
        return server;
      }
    }
    return null;
  }

  private void route(ChannelHandlerContext context, FullHttpRequest request, EngineRequest asked) {
    var headers = request.headers();
    boolean upgrade =
        headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    var visit = new Visit(context, request, asked, upgrade);
    var denial = visit.door().ofOrigin(visit.caller(), headers);
    if (denial != null) {
      visit.deny(denial);
      return;
    }
    if (answersPreflight(visit)) {
      return;
    }
    var refusal = asked.refusal(request.method(), upgrade);
    if (refusal == null && upgrade && !isWebSocketHandshake(headers)) {
      refusal = Refusal.BAD_REQUEST;
    }
    if (refusal != null) {
      visit.refuse(refusal);
      return;
    }
    if (visit.first()) {
      denial = visit.door().enter(visit.address());
    }
    if (denial != null) {
      visit.deny(denial);
    } else if (visit.door().access().asksApplication()) {
      ask(visit);
    } else {
      serve(visit);
    }
  }

  /// Says what pages of other origins may do, if that was configured.
  private boolean answersPreflight(Visit visit) {
    var access = visit.door().access();
    if (access.cors() == Cors.OFF) {
      return false;
    }
    var headers = visit.request().headers();
    var origin = headers.get(HttpHeaderNames.ORIGIN);
    if (!visit.request().method().equals(HttpMethod.OPTIONS)) {
      answer.add(access.cors().headers(access.origins(), origin));
      return false;
    }
    var asked = headers.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
    answer.add(access.cors().preflight(access.origins(), origin, asked));
    Replies.preflight(visit.context());
    return true;
  }

  /// Has the application decide and goes on here.
  private void ask(Visit visit) {
    visit.request().retain();
    Question.ask(visit, opinion -> goOn(visit, opinion));
  }

  private void goOn(Visit visit, Door.Opinion opinion) {
    try {
      var denial = opinion.denial();
      if (denial != null) {
        visit.deny(denial);
      } else if (visit.context().channel().isActive()) {
        answer.add(opinion.headers());
        serve(visit);
      }
    } finally {
      visit.request().release();
    }
  }

  /// Nothing stands against it any more.
  private void serve(Visit visit) {
    var context = visit.context();
    var request = visit.request();
    var session = visit.asked().session();
    if (visit.upgrade()) {
      upgrade(visit, session);
    } else if (session == null) {
      open(visit);
    } else if (request.method().equals(HttpMethod.GET)) {
      pollingSession = session;
      session.polling.get(context);
    } else {
      post(context, request, session);
    }
  }

  private void open(Visit visit) {
    var server = visit.asked().server();
    var session = server.open(visit.handshake(), visit.context().channel().eventLoop());
    addCookie(server, session);
    var packet = server.openPacket(session, true);
    Replies.payload(visit.context(), Unpooled.wrappedBuffer(packet.textPacket()));
  }

  private void addCookie(EngineServer server, EngineSession session) {
    if (server.config().access().cookie()) {
      answer.add("Set-Cookie", "io=" + session.id() + "; Path=/; HttpOnly; SameSite=Lax");
    }
  }

  private static void post(
      ChannelHandlerContext context, FullHttpRequest request, EngineSession session) {
    var type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
    if (type.startsWith(HttpHeaderValues.APPLICATION_OCTET_STREAM.toString())) {
      session.terminate(CloseReason.TRANSPORT_ERROR);
      Replies.refuse(context, Refusal.BAD_REQUEST); // Version 4 carries bytes as base64.
    } else {
      session.polling.post(context, request.content().toString(StandardCharsets.UTF_8));
    }
  }

  /// Completes the WebSocket handshake even for a session that cannot be upgraded: the reference
  /// closes such a socket after it, and clients tell the two apart.
  private void upgrade(Visit visit, @Nullable EngineSession session) {
    var server = visit.asked().server();
    var channel = visit.context().channel();
    boolean fresh = session == null;
    var owner = session == null ? server.open(visit.handshake(), channel.eventLoop()) : session;
    if (fresh) {
      addCookie(server, owner);
    }
    boolean deflates = server.config().compression().webSocket() && Deflation.isOffered(visit);
    if (deflates) {
      answer.add(Deflation.HEADER, Deflation.AGREED);
    }
    var decoder = new FrameDecoder(server.decoder(deflates));
    var transport = new WebSocketTransport(server, owner, channel, decoder, deflates);
    upgrading = true;
    var response = WebSocketAnswer.to(visit.request(), answer.take());
    Pipelines.leaveHttp(visit.context(), response, decoder, transport);
    begin(server, owner, transport, fresh);
    channel.flush(); // The answer leaves together with the session's first packet.
  }

  static boolean isWebSocketHandshake(HttpHeaders headers) {
    return KEY.matcher(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "")).matches()
        && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && WebSocketVersion.V13
            .toHttpHeaderValue()
            .equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
  }

  private static void begin(
      EngineServer server, EngineSession session, WebSocketTransport transport, boolean fresh) {
    if (fresh) {
      session.openOn(transport, server.openPacket(session, false));
    } else {
      session.upgrade.offer(transport, server.config().upgradeTimeout().toMillis());
    }
  }

  /// As in the reference, a session does not go on without what it was being sent.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof RequestGuard.BrokenOff(var uri)) {
      var session = sessionOf(new QueryStringDecoder(uri));
      if (session != null) {
        session.terminate(CloseReason.TRANSPORT_ERROR);
      }
    }
    context.fireUserEventTriggered(event);
  }

  private @Nullable EngineSession sessionOf(QueryStringDecoder query) {
    var server = endpoint(query);
    try {
      return server == null ? null : EngineRequest.of(server, query.parameters()).session();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (pollingSession != null) {
      pollingSession.polling.aborted(context);
      pollingSession = null;
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
