package io.klatch.socketio.engine;

import java.time.Duration;
import java.util.function.Consumer;

/// Settings of one Engine.IO endpoint; the defaults are the reference's where it has them.
///
/// @param path begins with `/`. If it also ends with one, as is usual, requests without that are
///   not meant (the reference's `addTrailingSlash`); otherwise both forms are
/// @param pingInterval from a pong (or the handshake) to the next ping
/// @param pingTimeout from a due ping to the end of a session that does not answer
/// @param upgradeTimeout how long a WebSocket may stay in the middle of an upgrade
/// @param payloadBytesMax largest message and largest polling body, announced as `maxPayload`
/// @param outboxBytesMax bytes that may wait for one slow reader; beyond it the session is closed
/// @param inboxPacketsMax packets that may wait for a handler; beyond it reading pauses
/// @param sessionsMax open sessions; beyond it a handshake is answered 503
/// @param limits time and volume that one peer gets
/// @param compression what is compressed on its way out
/// @param access who may open sessions
/// @param clientFiles what pages may load from `path`
public record EngineConfig(
    String path,
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    int payloadBytesMax,
    int outboxBytesMax,
    int inboxPacketsMax,
    int sessionsMax,
    EngineLimits limits,
    Compression compression,
    Access access,
    ClientFiles clientFiles) {

  public EngineConfig {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path is " + path + ", must begin with /");
    }
    EngineLimits.positive("pingInterval", pingInterval);
    EngineLimits.positive("pingTimeout", pingTimeout);
    EngineLimits.positive("upgradeTimeout", upgradeTimeout);
    EngineLimits.atLeast("payloadBytesMax", payloadBytesMax, 100);
    EngineLimits.atLeast("outboxBytesMax", outboxBytesMax, payloadBytesMax);
    EngineLimits.atLeast("inboxPacketsMax", inboxPacketsMax, 1);
    EngineLimits.atLeast("sessionsMax", sessionsMax, 1);
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
        200_000,
        EngineLimits.defaults(),
        Compression.defaults(),
        Access.defaults(),
        ClientFiles.none());
  }

  /// The path with a `/` at its end.
  String folder() {
    return path.endsWith("/") ? path : path + "/";
  }

  /// Whether a request for this path, decoded and without the query, is for the endpoint.
  boolean isAt(String asked) {
    return asked.equals(path) || asked.equals(folder());
  }

  public EngineConfig withPath(String path) {
    return with(draft -> draft.path = path);
  }

  public EngineConfig withHeartbeat(Duration interval, Duration timeout) {
    return with(draft -> {
      draft.pingInterval = interval;
      draft.pingTimeout = timeout;
    });
  }

  /// Keeps the outbox at least as large as one payload.
  public EngineConfig withPayloadBytesMax(int bytesMax) {
    return with(draft -> {
      draft.payloadBytesMax = bytesMax;
      draft.outboxBytesMax = Math.max(outboxBytesMax, bytesMax);
    });
  }

  public EngineConfig withOutboxBytesMax(int bytesMax) {
    return with(draft -> draft.outboxBytesMax = bytesMax);
  }

  public EngineConfig withInboxPacketsMax(int packetsMax) {
    return with(draft -> draft.inboxPacketsMax = packetsMax);
  }

  public EngineConfig withUpgradeTimeout(Duration timeout) {
    return with(draft -> draft.upgradeTimeout = timeout);
  }

  public EngineConfig withSessionsMax(int max) {
    return with(draft -> draft.sessionsMax = max);
  }

  public EngineConfig withLimits(EngineLimits limits) {
    return with(draft -> draft.limits = limits);
  }

  public EngineConfig withAccess(Access access) {
    return with(draft -> draft.access = access);
  }

  public EngineConfig withClientFiles(ClientFiles files) {
    return with(draft -> draft.clientFiles = files);
  }

  public EngineConfig withCompression(Compression compression) {
    return with(draft -> draft.compression = compression);
  }

  private EngineConfig with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.checked();
  }

  /// A copy that is not checked yet, so that a `with…` names only what it changes.
  private static final class Draft {
    private String path;
    private Duration pingInterval;
    private Duration pingTimeout;
    private Duration upgradeTimeout;
    private int payloadBytesMax;
    private int outboxBytesMax;
    private int inboxPacketsMax;
    private int sessionsMax;
    private EngineLimits limits;
    private Compression compression;
    private Access access;
    private ClientFiles clientFiles;

    Draft(EngineConfig from) {
      path = from.path;
      pingInterval = from.pingInterval;
      pingTimeout = from.pingTimeout;
      upgradeTimeout = from.upgradeTimeout;
      payloadBytesMax = from.payloadBytesMax;
      outboxBytesMax = from.outboxBytesMax;
      inboxPacketsMax = from.inboxPacketsMax;
      sessionsMax = from.sessionsMax;
      limits = from.limits;
      compression = from.compression;
      access = from.access;
      clientFiles = from.clientFiles;
    }

    EngineConfig checked() {
      return new EngineConfig(
          path,
          pingInterval,
          pingTimeout,
          upgradeTimeout,
          payloadBytesMax,
          outboxBytesMax,
          inboxPacketsMax,
          sessionsMax,
          limits,
          compression,
          access,
          clientFiles);
    }
  }
}
