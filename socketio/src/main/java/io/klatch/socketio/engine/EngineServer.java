package io.klatch.socketio.engine;

import io.klatch.socketio.packet.MalformedPacketException;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// One Engine.IO endpoint: the sessions at one path. Bind it to a port with an `EngineListener`.
///
/// All methods may be called from any thread.
public final class EngineServer {
  private static final int ID_BYTES = 15;

  private final EngineConfig config;
  private final EngineHandler handler;
  private final Executor executor;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final Map<EventLoop, LoopFlusher> flushers = new ConcurrentHashMap<>();
  private final Map<EventLoop, LoopStarter> starters = new ConcurrentHashMap<>();
  private final LongAdder opened = new LongAdder();
  private final Map<MalformedPacketException.Kind, LongAdder> refused = new ConcurrentHashMap<>();
  private final LimitCounts limitCounts = new LimitCounts();
  private final WebSocketDecoderConfig decoder;
  private final WebSocketDecoderConfig deflatedDecoder;
  private final Door door;
  private volatile @Nullable Traffic traffic;

  /// @param executor runs handlers, one virtual thread per session with work to do
  public EngineServer(EngineConfig config, EngineHandler handler, Executor executor) {
    this.config = config;
    this.handler = handler;
    this.executor = executor;
    this.door = new Door(config.access(), config.sessionsMax());
    this.decoder = decoder(config, false);
    this.deflatedDecoder = decoder(config, true);
  }

  public EngineConfig config() {
    return config;
  }

  /// Sessions open now.
  public int sessionCount() {
    return sessions.size();
  }

  /// Sessions opened since the start.
  public long sessionsOpened() {
    return opened.sum();
  }

  /// Requests turned away since the start, for this reason.
  public long denied(Denied reason) {
    return door.denied(reason);
  }

  /// Packets refused since the start because they were malformed in that way.
  public long packetsRefused(MalformedPacketException.Kind kind) {
    var count = refused.get(kind);
    return count == null ? 0 : count.sum();
  }

  void slow(InetAddress address, Duration time) {
    door.slow(address, time);
  }

  void countRefused(MalformedPacketException malformed) {
    refused.computeIfAbsent(malformed.kind(), _ -> new LongAdder()).increment();
  }

  /// Counts what goes through from now on; the same counters for whoever asks.
  public synchronized Traffic countTraffic() {
    var counting = traffic;
    if (counting == null) {
      counting = new Traffic();
      traffic = counting;
    }
    return counting;
  }

  /// Null while nobody has asked to count.
  @Nullable Traffic traffic() {
    return traffic;
  }

  /// Sessions that are polling now. Asks each, so not to be called often.
  public int pollingCount() {
    return (int) sessions.values().stream().filter(session -> !session.isWebSocket()).count();
  }

  /// How often its clients reached a limit.
  public LimitCounts limitCounts() {
    return limitCounts;
  }

  /// Refuses new handshakes with 503 from now on; clients back off and come again.
  public void stopAccepting() {
    door.shut();
  }

  /// Closes all sessions, spread evenly over `stagger` so that clients do not return all at once.
  /// Returns when the last has been told; messages already queued are delivered first.
  public void close(Duration stagger) throws InterruptedException {
    stopAccepting();
    var all = List.copyOf(sessions.values());
    long start = System.nanoTime();
    for (int i = 0; i < all.size(); i++) {
      long due = start + stagger.toNanos() / all.size() * i;
      long wait = due - System.nanoTime();
      if (wait > 1_000_000) {
        Thread.sleep(Duration.ofNanos(wait));
      }
      all.get(i).close(CloseReason.SERVER_SHUTTING_DOWN);
    }
  }

  /// @param deflates whether reserved bits may be set
  WebSocketDecoderConfig decoder(boolean deflates) {
    return deflates ? deflatedDecoder : decoder;
  }

  private static WebSocketDecoderConfig decoder(EngineConfig config, boolean deflates) {
    return WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength(config.payloadBytesMax())
        .expectMaskedFrames(true)
        .allowExtensions(deflates)
        .closeOnProtocolViolation(false)
        .build();
  }

  EngineHandler handler() {
    return handler;
  }

  Executor executor() {
    return executor;
  }

  Door door() {
    return door;
  }

  /// For a client that the door has let in.
  EngineSession open(Handshake handshake, EventLoop loop) {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var session = new EngineSession(this, id, handshake, loop);
    sessions.put(id, session);
    opened.increment();
    session.begin();
    return session;
  }

  @Nullable EngineSession find(String id) {
    return sessions.get(id);
  }

  void remove(EngineSession session) {
    if (sessions.remove(session.id()) != null) {
      door.leave(session.handshake().address().getAddress());
    }
  }

  LoopFlusher flusherOf(EventLoop loop) {
    return flushers.computeIfAbsent(loop, it -> new LoopFlusher(it, starterOf(it)));
  }

  LoopStarter starterOf(EventLoop loop) {
    return starters.computeIfAbsent(loop, it -> new LoopStarter(it, executor));
  }

  /// The handshake packet.
  EngineMessage openPacket(EngineSession session, boolean upgradable) {
    String json =
        "0{\"sid\":\"%s\",\"upgrades\":[%s],\"pingInterval\":%d,\"pingTimeout\":%d,\"maxPayload\":%d}"
            .formatted(
                session.id(),
                upgradable ? "\"websocket\"" : "",
                config.pingInterval().toMillis(),
                config.pingTimeout().toMillis(),
                config.payloadBytesMax());
    return EngineMessage.packet(json);
  }
}
