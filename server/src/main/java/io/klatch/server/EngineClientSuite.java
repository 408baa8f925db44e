package io.klatch.server;

import io.klatch.socketio.engine.CloseReason;
import io.klatch.socketio.engine.EngineMessage;
import io.klatch.socketio.engine.EngineServer;
import io.klatch.socketio.engine.EngineSession;
import io.klatch.socketio.engine.SessionHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/// What the own tests of `engine.io-client` count on: a greeting, an echo, payloads of at most 100
/// bytes.
final class EngineClientSuite {
  private static final int PAYLOAD_BYTES_MAX = 100;

  private EngineClientSuite() {}

  static List<EngineServer> endpoints(
      Duration pingInterval, Duration pingTimeout, Executor executor) {
    var config =
        OneMachine.engine()
            .withPath("/engine.io/")
            .withHeartbeat(pingInterval, pingTimeout)
            .withPayloadBytesMax(PAYLOAD_BYTES_MAX);
    return List.of(new EngineServer(config, EngineClientSuite::greet, executor));
  }

  private static SessionHandler greet(EngineSession session) {
    session.send(EngineMessage.text("hi"));
    return new Answers(session);
  }

  private record Answers(EngineSession session) implements SessionHandler {
    @Override
    public void onText(String text) {
      session.send(
          switch (text) {
            case "give binary" -> EngineMessage.binary(new byte[] {0, 1, 2, 3, 4});
            case "give utf8" -> EngineMessage.text("пойду спать всем спокойной ночи");
            default -> EngineMessage.text(text);
          });
    }

    @Override
    public void onBinary(byte[] bytes) {
      session.send(EngineMessage.binary(bytes));
    }

    @Override
    public void onClose(CloseReason reason) {}
  }
}
