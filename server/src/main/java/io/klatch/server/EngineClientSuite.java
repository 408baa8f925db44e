package io.klatch.server;

import io.klatch.socketio.engine.Access;
import io.klatch.socketio.engine.AccessDecision;
import io.klatch.socketio.engine.CloseReason;
import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.engine.EngineMessage;
import io.klatch.socketio.engine.EngineServer;
import io.klatch.socketio.engine.EngineSession;
import io.klatch.socketio.engine.Handshake;
import io.klatch.socketio.engine.SessionHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What the own tests of `engine.io-client` count on: a greeting, an echo, payloads of at most 100
/// bytes, cookies, a handshake that is refused when asked to be.
final class EngineClientSuite {
  private static final int PAYLOAD_BYTES_MAX = 100;

  /// Two that a client sends back and two that have run out.
  private static final List<String> COOKIES =
      List.of(
          "1=1; Max-Age=86400",
          "2=2; Path=/; HttpOnly; Secure; SameSite=Strict",
          "3=3; Max-Age=0",
          "4=4; Expires=Thu, 01 Jan 1970 00:00:00 GMT");

  /// The headers of each session's last request.
  private final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();

  private EngineClientSuite() {}

  static List<EngineServer> endpoints(
      Duration pingInterval, Duration pingTimeout, Executor executor) {
    var suite = new EngineClientSuite();
    var config =
        EngineConfig.defaults()
            .withPath("/engine.io/")
            .withHeartbeat(pingInterval, pingTimeout)
            .withPayloadBytesMax(PAYLOAD_BYTES_MAX)
            .withAccess(
                Access.defaults().withGuard(EngineClientSuite::guard).withAnswers(suite::note));
    return List.of(new EngineServer(config, suite::greet, executor));
  }

  private static AccessDecision guard(Handshake request) {
    return request.query().containsKey("deny")
        ? new AccessDecision.Refuse("asked to")
        : new AccessDecision.Allow();
  }

  private Map<String, List<String>> note(Handshake request, boolean first) {
    if (first) {
      return Map.of("Set-Cookie", COOKIES);
    }
    var session = request.queryValue("sid");
    if (session != null && request.headers().containsKey("content-length")) {
      headers.put(session, request.headers());
    }
    return Map.of();
  }

  private SessionHandler greet(EngineSession session) {
    session.send(EngineMessage.text("hi"));
    return new Answers(session);
  }

  private final class Answers implements SessionHandler {
    private final EngineSession session;

    Answers(EngineSession session) {
      this.session = session;
    }

    @Override
    public void onText(String text) {
      session.send(
          switch (text) {
            case "give binary" -> EngineMessage.binary(new byte[] {0, 1, 2, 3, 4});
            case "give utf8" -> EngineMessage.text("пойду спать всем спокойной ночи");
            case "sendHeaders" -> EngineMessage.text(json(headers.get(session.id())));
            default -> EngineMessage.text(text);
          });
    }

    @Override
    public void onBinary(byte[] bytes) {
      session.send(EngineMessage.binary(bytes));
    }

    @Override
    public void onClose(CloseReason reason) {
      headers.remove(session.id());
    }
  }

  private static String json(@Nullable Map<String, String> map) {
    return JsonMapper.shared().writeValueAsString(map == null ? Map.of() : map);
  }
}
