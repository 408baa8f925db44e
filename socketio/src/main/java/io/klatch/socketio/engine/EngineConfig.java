package io.klatch.socketio.engine;

import java.time.Duration;

/// Settings of one Engine.IO endpoint; the defaults are the reference's where it has them.
///
/// @param path begins and ends with `/`
/// @param pingInterval from a pong (or the handshake) to the next ping
/// @param pingTimeout from a due ping to the end of a session that does not answer
/// @param upgradeTimeout how long a WebSocket may stay in the middle of an upgrade
/// @param payloadBytesMax largest message and largest polling body, announced as `maxPayload`
/// @param outboxBytesMax bytes that may wait for one slow reader; beyond it the session is closed
/// @param inboxPacketsMax packets that may wait for a handler; beyond it reading pauses
/// @param sessionsMax open sessions; beyond it a handshake is answered 503
public record EngineConfig(
    String path,
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    int payloadBytesMax,
    int outboxBytesMax,
    int inboxPacketsMax,
    int sessionsMax) {

  public EngineConfig {
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw new IllegalArgumentException("path is " + path + ", must begin and end with /");
    }
    positive("pingInterval", pingInterval);
    positive("pingTimeout", pingTimeout);
    positive("upgradeTimeout", upgradeTimeout);
    atLeast("payloadBytesMax", payloadBytesMax, 1_000);
    atLeast("outboxBytesMax", outboxBytesMax, payloadBytesMax);
    atLeast("inboxPacketsMax", inboxPacketsMax, 1);
    atLeast("sessionsMax", sessionsMax, 1);
  }

  public static EngineConfig defaults() {
    return new EngineConfig(
        "/socket.io/",
        Duration.ofSeconds(25),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        1_000_000,
        8_000_000,
        256,
        200_000);
  }

  public EngineConfig withPath(String newPath) {
    return new EngineConfig(
        newPath,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        payloadBytesMax,
        outboxBytesMax,
        inboxPacketsMax,
        sessionsMax);
  }

  public EngineConfig withHeartbeat(Duration interval, Duration timeout) {
    return new EngineConfig(
        path,
        interval,
        timeout,
        upgradeTimeout,
        payloadBytesMax,
        outboxBytesMax,
        inboxPacketsMax,
        sessionsMax);
  }

  /// Keeps the outbox at least as large as one payload.
  public EngineConfig withPayloadBytesMax(int bytesMax) {
    return new EngineConfig(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        bytesMax,
        Math.max(outboxBytesMax, bytesMax),
        inboxPacketsMax,
        sessionsMax);
  }

  public EngineConfig withOutboxBytesMax(int bytesMax) {
    return new EngineConfig(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        payloadBytesMax,
        bytesMax,
        inboxPacketsMax,
        sessionsMax);
  }

  public EngineConfig withUpgradeTimeout(Duration timeout) {
    return new EngineConfig(
        path,
        pingInterval,
        pingTimeout,
        timeout,
        payloadBytesMax,
        outboxBytesMax,
        inboxPacketsMax,
        sessionsMax);
  }

  public EngineConfig withSessionsMax(int max) {
    return new EngineConfig(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        payloadBytesMax,
        outboxBytesMax,
        inboxPacketsMax,
        max);
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + value + ", must be positive");
    }
  }

  private static void atLeast(String name, int value, int min) {
    if (value < min) {
      throw new IllegalArgumentException(name + " is " + value + ", at least " + min);
    }
  }
}
