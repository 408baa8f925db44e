package io.klatch.socketio.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.socketio.engine.Replies.Refusal;
import io.klatch.socketio.packet.EnginePacket;
import io.klatch.socketio.packet.EnginePacketCodec;
import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.PollingPayload;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The requests of one session that polls: at most one GET that waits, at most one POST that is not
/// answered.
///
/// A POST is answered when it has been handled, or right before a GET is answered while it is: what
/// it has led to does not come before its `ok`. Clients say nothing new before that, and once an
/// upgrade has been probed they wait for the next GET as well.
///
/// They come in on several connections and event loops; each method takes the session's lock.
///
/// A session that the client closes leaves a farewell: the GET that was sent beside the closing
/// POST still gets its `6`, though it may be handled after it.
final class PollingTransport {
  private static final String CLOSE = "1";
  private static final String NOOP = "6";
  private static final long FAREWELL_MILLIS = 250;

  /// How long a GET waits for something to send in the middle of an upgrade, as in the reference.
  /// The client sends nothing meanwhile, but the first answers to a new client mostly end the wait;
  /// and on a busy machine the frame that completes an upgrade may be handled that much later than
  /// a GET sent after it.
  private static final long HELD_MILLIS = 100;

  private final EngineSession session;

  /// The GET that waits for something to send.
  @GuardedBy("session.lock")
  private @Nullable ChannelHandlerContext waiting;

  /// The POST that is not answered yet.
  @GuardedBy("session.lock")
  private @Nullable ChannelHandlerContext posting;

  /// Whether that is the one being handled, and not one that waits for its turn.
  @GuardedBy("session.lock")
  private boolean handling;

  /// Done when the socket has the answer to the last POST, which another loop may write. Null once
  /// a GET has been answered since.
  @GuardedBy("session.lock")
  private @Nullable ChannelFuture posted;

  /// It brought what no correct client sends.
  @GuardedBy("session.lock")
  private boolean postRefused;

  @GuardedBy("session.lock")
  private boolean farewell;

  PollingTransport(EngineSession session) {
    this.session = session;
  }

  /// A GET: answered now or when there is something to send.
  void get(ChannelHandlerContext request) {
    synchronized (session.lock) {
      if (!admits(request)) {
        return;
      }
      if (waiting != null) {
        session.terminate(CloseReason.TRANSPORT_ERROR);
        Replies.refuse(request, Refusal.BAD_REQUEST);
        return;
      }
      waiting = request;
      if (!session.outbox.isEmpty()) {
        answerWithOutbox();
      } else if (session.upgrade.isProbed()) {
        releaseSoon();
      }
    }
  }

  /// A POST: its packets are handled in order, and it is answered `ok` as the class says.
  void post(ChannelHandlerContext request, String body) {
    List<EnginePacket> packets;
    synchronized (session.lock) {
      if (!admits(request)) {
        return;
      }
      if (posting != null) {
        session.terminate(CloseReason.TRANSPORT_ERROR);
        Replies.refuse(request, Refusal.BAD_REQUEST);
        return;
      }
      try {
        packets = fromClient(PollingPayload.decode(body));
      } catch (MalformedPacketException malformed) {
        session.server.countRefused(malformed);
        session.terminate(CloseReason.of(malformed));
        Replies.refuse(request, Refusal.BAD_REQUEST);
        return;
      }
      posting = request;
    }
    if (packets.stream().anyMatch(EnginePacket.Pong.class::isInstance)) {
      session.pulse.onPong();
    }
    long wait = session.throttle.take(packets.size(), body.length());
    if (wait == 0) {
      session.execute(() -> handle(packets));
    } else {
      // The client sends no other POST before this one is answered.
      var _ = session.after(wait, () -> session.execute(() -> handle(packets)));
    }
  }

  private static List<EnginePacket> fromClient(List<EnginePacket> packets)
      throws MalformedPacketException {
    for (var packet : packets) {
      if (!packet.isFromClient()) {
        throw EnginePacketCodec.wrongDirection();
      }
    }
    return packets;
  }

  /// Checks what GET and POST have in common, and answers those that may not go on.
  @GuardedBy("session.lock")
  private boolean admits(ChannelHandlerContext request) {
    if (session.state == EngineSession.State.CLOSING && session.webSocket == null) {
      Replies.payload(request, session.outbox.drainToPayload(request.alloc(), CLOSE));
      session.finish();
    } else if (farewell) {
      farewell = false;
      session.forget();
      Replies.payload(request, NOOP);
    } else if (session.state != EngineSession.State.OPEN) {
      Replies.refuse(request, Refusal.SESSION_UNKNOWN);
    } else if (session.webSocket != null) {
      Replies.refuse(request, Refusal.BAD_REQUEST);
    } else if (session.pulse.isOver()) {
      session.terminate(CloseReason.PING_TIMEOUT);
      Replies.refuse(request, Refusal.SESSION_UNKNOWN);
    } else {
      return true;
    }
    return false;
  }

  /// In the inbox.
  private void handle(List<EnginePacket> packets) {
    synchronized (session.lock) {
      handling = true;
    }
    try {
      for (var packet : packets) {
        if (packet instanceof EnginePacket.Close) {
          closedByClient();
          break;
        } else {
          session.deliver(packet);
        }
      }
    } finally {
      answerPost(); // Even if the handler failed: the connection waits for an answer.
    }
  }

  /// Answers the POST that is being handled, unless it has been.
  private void answerPost() {
    synchronized (session.lock) {
      if (posting != null && handling) {
        posted = postRefused ? Replies.refuse(posting, Refusal.BAD_REQUEST) : Replies.ok(posting);
        posting = null;
      }
      handling = false;
    }
  }

  /// The handler cannot make sense of what the POST that is being handled, if any, has brought.
  void refusePost() {
    synchronized (session.lock) {
      postRefused = handling;
    }
  }

  private void closedByClient() {
    synchronized (session.lock) {
      if (session.state != EngineSession.State.OPEN || session.webSocket != null) {
        return;
      }
      if (waiting == null) {
        farewell = true;
        var _ = session.after(FAREWELL_MILLIS, session::forget);
      }
      answerWithNothing();
      session.terminate(CloseReason.TRANSPORT_CLOSE);
    }
  }

  /// Answers the waiting GET, if any, within a short time, so that the client can pause its
  /// polling.
  void releaseSoon() {
    synchronized (session.lock) {
      var request = waiting;
      if (request != null) {
        var _ = session.after(HELD_MILLIS, () -> release(request));
      }
    }
  }

  private void release(ChannelHandlerContext request) {
    synchronized (session.lock) {
      if (request.equals(waiting)) {
        answerWithNothing();
      }
    }
  }

  /// The connection of a waiting GET is gone.
  void aborted(ChannelHandlerContext request) {
    synchronized (session.lock) {
      if (request.equals(waiting)) {
        waiting = null;
        session.terminate(CloseReason.TRANSPORT_ERROR);
      }
    }
  }

  /// Whether a GET waits.
  boolean isWaiting() {
    synchronized (session.lock) {
      return waiting != null;
    }
  }

  /// Whether one more GET may come for a session that is over.
  boolean isOwedFarewell() {
    synchronized (session.lock) {
      return farewell;
    }
  }

  /// Answers the waiting GET, if any, with all that waits in the outbox.
  void answerWithOutbox() {
    answerWithOutbox("");
  }

  /// As `answerWithOutbox`, and with the packet that closes the session for the client.
  void answerWithOutboxAndClose() {
    answerWithOutbox(CLOSE);
  }

  private void answerWithOutbox(String last) {
    synchronized (session.lock) {
      var request = waiting;
      if (request == null) {
        return;
      }
      waiting = null;
      var payload = session.outbox.drainToPayload(request.alloc(), last);
      answerPost();
      if (posted == null) {
        Replies.payload(request, payload);
      } else {
        posted.addListener(_ -> Replies.payload(request, payload));
        posted = null;
      }
    }
  }

  void answerWithNothing() {
    answer(NOOP);
  }

  void answerWithClose() {
    answer(CLOSE);
  }

  private void answer(String packet) {
    synchronized (session.lock) {
      if (waiting != null) {
        Replies.payload(waiting, packet);
        waiting = null;
      }
    }
  }

  /// The session has moved to a WebSocket.
  void leave() {
    synchronized (session.lock) {
      posted = null; // It holds a connection that may be long gone.
      if (waiting != null) {
        Replies.refuse(waiting, Refusal.BAD_REQUEST);
        waiting = null;
      }
    }
  }
}
