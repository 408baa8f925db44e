package io.klatch.socketio.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A session's heartbeat at work: one timer, which pings and ends a session that is silent.
///
/// Each method takes the session's lock.
final class Pulse {
  private static final EngineMessage PING = EngineMessage.packet("2");

  private final EngineSession session;
  private final EventLoop loop;

  @GuardedBy("session.lock")
  private final Heartbeat heartbeat;

  @GuardedBy("session.lock")
  private @Nullable Future<?> timer;

  @GuardedBy("session.lock")
  private long timerAt;

  Pulse(EngineSession session, EventLoop loop, EngineConfig config) {
    this.session = session;
    this.loop = loop;
    this.heartbeat = new Heartbeat(config.pingInterval(), config.pingTimeout(), System.nanoTime());
  }

  void start() {
    synchronized (session.lock) {
      arm(System.nanoTime());
    }
  }

  void onPong() {
    synchronized (session.lock) {
      long now = System.nanoTime();
      heartbeat.onPong(now);
      if (session.state == EngineSession.State.OPEN && timerAt - now > heartbeat.nanosToNext(now)) {
        arm(now);
      }
    }
  }

  /// Reading has been paused or goes on; the client's pong may be among what was not read.
  void excuse() {
    synchronized (session.lock) {
      heartbeat.excuse(System.nanoTime());
    }
  }

  /// Whether the client has been silent for too long, though we read.
  boolean isOver() {
    synchronized (session.lock) {
      return heartbeat.expired(System.nanoTime()) && !session.isPaused();
    }
  }

  @GuardedBy("session.lock")
  private void arm(long now) {
    if (timer != null) {
      timer.cancel(false);
    }
    long delay = heartbeat.nanosToNext(now);
    timerAt = now + delay;
    timer = loop.schedule(this::tick, delay, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    synchronized (session.lock) {
      if (session.state != EngineSession.State.OPEN) {
        return;
      }
      long now = System.nanoTime();
      switch (heartbeat.due(now)) {
        case NOTHING -> {}
        case PING -> ping();
        case TIMEOUT -> {
          if (!session.isPaused()) {
            session.terminate(CloseReason.PING_TIMEOUT);
            return;
          }
          heartbeat.excuse(now);
        }
      }
      if (session.state == EngineSession.State.OPEN) {
        timer = null;
        arm(now);
      }
    }
  }

  /// In the middle of an upgrade a ping waits for the next poll or the WebSocket: who has probed
  /// looks for a `6`, which is on its way.
  @GuardedBy("session.lock")
  private void ping() {
    if (session.upgrade.isProbed()) {
      session.outbox.add(Parcel.single(PING));
    } else {
      session.sendOutOfTurn(PING);
    }
  }

  void stop() {
    synchronized (session.lock) {
      if (timer != null) {
        timer.cancel(false);
        timer = null;
      }
    }
  }
}
