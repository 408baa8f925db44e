package io.klatch.socketio.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.socketio.packet.EnginePacket;
import io.klatch.socketio.packet.MalformedPacketException;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's session, whichever transport carries it at the moment.
///
/// Requests of one session come in on several connections and event loops, and senders are virtual
/// threads. All of them take the session's lock for a few instructions, and whoever comes first is
/// first: that is what "in arrival order" means here. Under the lock nothing waits and no
/// application code runs; that runs in the `Inbox`.
///
/// Outgoing messages always pass the outbox, so their order is the order of `send`. A WebSocket
/// takes them from there on its event loop (`LoopFlusher`), a waiting poll at once.
public final class EngineSession {
  enum State {
    OPEN,
    /// Closed by us; what waits is still delivered.
    CLOSING,
    CLOSED
  }

  private static final Logger log = LoggerFactory.getLogger(EngineSession.class);
  static final int KEEP_OPEN = -1;

  /// How long a closing session tries to deliver what waits.
  private static final long CLOSING_MILLIS = 10_000;

  final EngineServer server;
  private final String id;
  private final Handshake handshake;
  private final EventLoop loop;
  private final Inbox inbox;

  /// Set before the inbox's first piece of work, read by all of them.
  private @Nullable SessionHandler handler;

  /// The one lock of the session and its parts.
  final Object lock = new Object();

  final PollingTransport polling = new PollingTransport(this);
  final Upgrade upgrade = new Upgrade(this);
  final Reception reception = new Reception(this);
  final Throttle throttle;
  final Pulse pulse;

  @GuardedBy("lock")
  final Outbox outbox = new Outbox();

  @GuardedBy("lock")
  State state = State.OPEN;

  /// Null while polling, never changed after. Written under the lock.
  volatile @Nullable WebSocketTransport webSocket;

  /// Of the WebSocket, for those who must not touch what its event loop writes all the time.
  volatile @Nullable LoopFlusher flusher;

  @GuardedBy("lock")
  private boolean closedHere;

  @GuardedBy("lock")
  private boolean goingAway;

  @GuardedBy("lock")
  private @Nullable Future<?> closingTimer;

  EngineSession(EngineServer server, String id, Handshake handshake, EventLoop loop) {
    this.server = server;
    this.id = id;
    this.handshake = handshake;
    this.loop = loop;
    var config = server.config();
    this.inbox = new Inbox(server.starterOf(loop), config.inboxPacketsMax(), new InboxOwner(this));
    this.pulse = new Pulse(this, loop, config);
    this.throttle = new Throttle(this, config.limits().rates(), server.limitCounts());
  }

  /// Has the handler receive it; on its event loop, once requests can find it.
  void begin() {
    pulse.start();
    try {
      handler = server.handler().onOpen(this);
    } catch (RuntimeException | Error fault) {
      failed(fault);
    }
  }

  /// The handler has thrown.
  void failed(Throwable fault) {
    log.error("session handler failed session={}", id, fault);
    close(CloseReason.FORCED_CLOSE);
  }

  /// 120 random bits; names this connection and nothing else.
  public String id() {
    return id;
  }

  public Handshake handshake() {
    return handshake;
  }

  /// Whether messages go over a WebSocket now, rather than polling.
  public boolean isWebSocket() {
    return webSocket != null;
  }

  public boolean isOpen() {
    synchronized (lock) {
      return state == State.OPEN;
    }
  }

  /// Whether we have closed it, so that what its client sent is not handled any more.
  public boolean isClosedHere() {
    synchronized (lock) {
      return closedHere;
    }
  }

  /// Runs work on the session's event loop after a delay.
  Future<?> after(long millis, Runnable work) {
    return loop.schedule(work, millis, TimeUnit.MILLISECONDS);
  }

  /// Whether so much waits for the handler, or came so fast, that nothing more is read.
  boolean isPaused() {
    return inbox.isPaused() || throttle.isPaused();
  }

  /// `isPaused` may be another than it was.
  void pauseChanged() {
    synchronized (lock) {
      if (webSocket != null) {
        webSocket.setReading(!isPaused());
      }
      pulse.excuse();
    }
  }

  /// Runs work on a virtual thread after a delay, in order with the session's packets.
  public Future<?> schedule(Duration delay, Runnable work) {
    return loop.schedule(() -> inbox.add(work), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Runs work on a virtual thread, in order with the session's packets.
  public void execute(Runnable work) {
    inbox.add(work);
  }

  /// Queues a message for the client; from any thread, waits for no client. What a closed session
  /// is given is dropped. A client that reads too slowly for the outbox's bound loses its session.
  public void send(EngineMessage message) {
    settle();
    sendOutOfTurn(message);
  }

  /// As `send`, but it may come before what was broadcast before. Also under the lock.
  void sendOutOfTurn(EngineMessage message) {
    var traffic = server.traffic();
    if (traffic != null) {
      traffic.sent(message);
    }
    WebSocketTransport.flush(enqueue(Parcel.single(message)));
  }

  /// What was broadcast before comes before what is next. Not under the lock.
  private void settle() {
    assert !Thread.holdsLock(lock) : "whoever is at it may wait for the lock";
    var current = flusher;
    if (current != null) {
      current.broadcasts().settle();
    }
  }

  /// Queues without waking the event loop.
  ///
  /// @return the WebSocket the caller must hand to its flusher, or null if there is nothing to do
  @Nullable WebSocketTransport enqueue(Parcel parcel) {
    synchronized (lock) {
      if (state != State.OPEN || (parcel.isVolatile() && !Writability.of(this))) {
        return null;
      }
      outbox.add(parcel);
      if (outbox.fits(server.config().outboxBytesMax())) {
        return wake();
      }
    }
    server.limitCounts().count(Limit.OUTBOX_BYTES);
    terminate(CloseReason.SLOW_READER);
    return null;
  }

  @GuardedBy("lock")
  private @Nullable WebSocketTransport wake() {
    if (webSocket != null) {
      if (webSocket.scheduled) {
        return null;
      }
      webSocket.scheduled = true;
      return webSocket;
    }
    if (!outbox.isEmpty()) {
      polling.answerWithOutbox();
    }
    return null;
  }

  /// Writes what waits, as long as the socket takes it; on the transport's loop.
  ///
  /// @return the status to close the WebSocket with when the session is closing and all has been
  ///   written, otherwise `KEEP_OPEN`
  int drainTo(WebSocketTransport transport, ChannelHandlerContext context) {
    synchronized (lock) {
      transport.scheduled = false;
      if (transport != webSocket) {
        return KEEP_OPEN;
      }
      while (context.channel().isWritable()) {
        var frames = transport.next(outbox, context);
        if (frames == null) {
          return state == State.CLOSING ? finish() : KEEP_OPEN;
        }
        var _ = context.write(frames, context.voidPromise());
      }
      return KEEP_OPEN;
    }
  }

  /// The handshake came over this WebSocket. The handler has run meanwhile, and what it has sent
  /// comes after the open packet.
  void openOn(WebSocketTransport transport, EngineMessage open) {
    synchronized (lock) {
      webSocket = transport;
      flusher = transport.flusher();
      outbox.addFirst(Parcel.single(open));
    }
    transport.flusher().drain(transport);
  }

  /// From now on the session is on this WebSocket.
  void upgradeTo(WebSocketTransport transport) {
    synchronized (lock) {
      webSocket = transport;
      flusher = transport.flusher();
      polling.leave();
      if (isPaused()) {
        transport.setReading(false);
      }
      WebSocketTransport.flush(wake());
    }
  }

  /// A WebSocket has closed or failed.
  void lost(WebSocketTransport transport, CloseReason reason) {
    if (upgrade.loses(transport)) {
      return;
    }
    synchronized (lock) {
      if (transport != webSocket) {
        return;
      }
    }
    terminate(reason);
  }

  /// In the inbox.
  void deliver(EnginePacket packet) {
    var receiver = handler;
    if (receiver == null) {
      return;
    }
    var traffic = server.traffic();
    switch (packet) {
      case EnginePacket.Text(var data) -> {
        if (traffic != null) {
          traffic.received(ByteBufUtil.utf8Bytes(data));
        }
        receiver.onText(data);
      }
      case EnginePacket.Binary(var data) -> {
        if (traffic != null) {
          traffic.received(data.length);
        }
        receiver.onBinary(data);
      }
      default -> {}
    }
  }

  /// Ends the session for what no correct client sends; the POST that brought it is answered 400.
  public void refuse(MalformedPacketException malformed) {
    server.countRefused(malformed);
    polling.refusePost();
    close(CloseReason.ofRefusal(malformed, Writability.of(this)));
  }

  /// Ends the session once what waits has been delivered, or after ten seconds.
  public void close(CloseReason reason) {
    settle();
    synchronized (lock) {
      if (state != State.OPEN) {
        return;
      }
      state = State.CLOSING;
      closedHere = true;
      goingAway = reason == CloseReason.SERVER_SHUTTING_DOWN;
      pulse.stop();
      if (webSocket == null && polling.isWaiting()) {
        polling.answerWithOutboxAndClose();
        finish();
      } else {
        WebSocketTransport.flush(wake());
        closingTimer = after(CLOSING_MILLIS, () -> terminate(reason));
      }
    }
    inbox.add(() -> closed(reason));
  }

  /// All that waited has been delivered.
  ///
  /// @return the status to close a WebSocket with
  int finish() {
    synchronized (lock) {
      state = State.CLOSED;
      release();
      forget();
      return goingAway ? WebSocketTransport.STATUS_GOING_AWAY : WebSocketTransport.STATUS_NONE;
    }
  }

  /// Ends the session at once; what waits is lost.
  void terminate(CloseReason reason) {
    boolean told;
    WebSocketTransport current;
    synchronized (lock) {
      if (state == State.CLOSED) {
        return;
      }
      told = state == State.CLOSING;
      state = State.CLOSED;
      current = webSocket;
      polling.answerWithClose();
      release();
      if (!polling.isOwedFarewell()) {
        forget();
      }
    }
    if (current != null) {
      current.close(WebSocketTransport.STATUS_NONE);
    }
    if (!told) {
      inbox.add(() -> closed(reason));
    }
  }

  @GuardedBy("lock")
  private void release() {
    outbox.clear();
    pulse.stop();
    throttle.stop();
    upgrade.cancel();
    if (closingTimer != null) {
      closingTimer.cancel(false);
      closingTimer = null;
    }
  }

  /// Requests do not find it any more.
  void forget() {
    server.remove(this);
  }

  /// In the inbox.
  private void closed(CloseReason reason) {
    var receiver = handler;
    if (receiver != null) {
      handler = null;
      var traffic = server.traffic();
      if (traffic != null) {
        traffic.ended(reason);
      }
      receiver.onClose(reason);
    }
  }
}
