package io.klatch.socketio.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.socketio.packet.EnginePacket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session's way from polling to a WebSocket: offered, probed, and then either the session's
/// transport or given up. At most one WebSocket is on that way at a time.
///
/// Each method takes the session's lock.
final class Upgrade {
  private final EngineSession session;

  @GuardedBy("session.lock")
  private @Nullable WebSocketTransport candidate;

  @GuardedBy("session.lock")
  private boolean probed;

  @GuardedBy("session.lock")
  private @Nullable List<Runnable> listeners;

  Upgrade(EngineSession session) {
    this.session = session;
  }

  /// Adds what is run, in order with the session's packets, when the upgrade is done.
  void onDone(Runnable listener) {
    synchronized (session.lock) {
      if (listeners == null) {
        listeners = new ArrayList<>(1);
      }
      listeners.add(listener);
    }
  }

  /// A WebSocket with this session's id: the beginning of an upgrade, if there can be one.
  void offer(WebSocketTransport transport, long timeoutMillis) {
    synchronized (session.lock) {
      boolean polls = session.state == EngineSession.State.OPEN && session.webSocket == null;
      if (polls && candidate == null) {
        candidate = transport;
        probed = false;
        var _ = session.after(timeoutMillis, () -> giveUp(transport));
      } else {
        transport.close(WebSocketTransport.STATUS_NONE);
      }
    }
  }

  /// @return false if the packet came on another WebSocket
  boolean receives(WebSocketTransport from, EnginePacket packet) {
    synchronized (session.lock) {
      if (from != candidate) {
        return false;
      }
      if (packet instanceof EnginePacket.Ping(var data) && data.equals("probe") && !probed) {
        probed = true;
        from.writeNow("3probe");
        session.polling.releaseSoon(); // So that the client can pause its polling.
      } else if (packet instanceof EnginePacket.Upgrade && probed) {
        candidate = null;
        session.upgradeTo(from);
        if (listeners != null) {
          listeners.forEach(session::execute);
        }
      } else {
        giveUp(from);
      }
      return true;
    }
  }

  /// Whether a WebSocket has been probed: the client waits for its poll to come back.
  boolean isProbed() {
    synchronized (session.lock) {
      return candidate != null && probed;
    }
  }

  /// The WebSocket has closed or failed.
  ///
  /// @return false if it is another one
  boolean loses(WebSocketTransport transport) {
    synchronized (session.lock) {
      boolean lost = transport == candidate;
      if (lost) {
        candidate = null;
      }
      return lost;
    }
  }

  private void giveUp(WebSocketTransport transport) {
    if (loses(transport)) {
      transport.close(WebSocketTransport.STATUS_NONE);
    }
  }

  /// The session ends.
  void cancel() {
    synchronized (session.lock) {
      if (candidate != null) {
        giveUp(candidate);
      }
    }
  }
}
