package io.klatch.socketio.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.socketio.engine.Replies.Refusal;
import io.klatch.socketio.packet.EnginePacket;
import io.klatch.socketio.packet.EnginePacketCodec;
import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.PollingPayload;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
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
///
/// A polling session that the client closes leaves a farewell: the GET that was sent beside the
/// closing POST still gets its `6`, though it may be handled after it.
public final class EngineSession {
  private enum State {
    OPEN,
    /// Closed by us; what waits is still delivered.
    CLOSING,
    CLOSED
  }

  private static final Logger log = LoggerFactory.getLogger(EngineSession.class);
  private static final EngineMessage PING = EngineMessage.packet("2");
  private static final String CLOSE = "1";
  static final int KEEP_OPEN = -1;
  private static final String NOOP = "6";
  private static final long FAREWELL_MILLIS = 250;

  /// How long a poll that arrives in the middle of an upgrade waits for the upgrade to complete.
  private static final long HELD_POLL_MILLIS = 100;

  /// How long a closing session tries to deliver what waits.
  private static final long CLOSING_MILLIS = 10_000;

  private final EngineServer server;
  private final String id;
  private final Handshake handshake;
  private final EventLoop loop;
  private final Inbox inbox;

  /// Set by the inbox's first piece of work, read by the later ones.
  private @Nullable SessionHandler handler;

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Outbox outbox = new Outbox();

  @GuardedBy("lock")
  private final Heartbeat heartbeat;

  @GuardedBy("lock")
  private State state = State.OPEN;

  /// Null while polling.
  @GuardedBy("lock")
  private @Nullable WebSocketTransport webSocket;

  /// A WebSocket in the middle of an upgrade.
  @GuardedBy("lock")
  private @Nullable WebSocketTransport candidate;

  /// The GET that waits for something to send.
  @GuardedBy("lock")
  private @Nullable ChannelHandlerContext poll;

  @GuardedBy("lock")
  private boolean posting;

  @GuardedBy("lock")
  private boolean farewell;

  @GuardedBy("lock")
  private boolean goingAway;

  @GuardedBy("lock")
  private @Nullable Future<?> timer;

  @GuardedBy("lock")
  private long timerAt;

  EngineSession(EngineServer server, String id, Handshake handshake, EventLoop loop) {
    this.server = server;
    this.id = id;
    this.handshake = handshake;
    this.loop = loop;
    var config = server.config();
    this.inbox = new Inbox(server.executor(), config.inboxPacketsMax(), new InboxOwner());
    long now = System.nanoTime();
    this.heartbeat = new Heartbeat(config.pingInterval(), config.pingTimeout(), now);
    inbox.add(() -> handler = server.handler().onOpen(this));
    synchronized (lock) {
      arm(now);
    }
  }

  /// 120 random bits; names this connection and nothing else.
  public String id() {
    return id;
  }

  public Handshake handshake() {
    return handshake;
  }

  int payloadBytesMax() {
    return server.config().payloadBytesMax();
  }

  /// Whether messages go over a WebSocket now, rather than polling.
  public boolean isWebSocket() {
    synchronized (lock) {
      return webSocket != null;
    }
  }

  public boolean isOpen() {
    synchronized (lock) {
      return state == State.OPEN;
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

  // ------------------------------------------------------------------ sending

  /// Queues a message for the client; from any thread, never waits. What a closed session is given
  /// is dropped. A client that reads too slowly for the outbox's bound loses its session.
  public void send(EngineMessage message) {
    flush(enqueue(Parcel.single(message)));
  }

  /// Queues without waking the event loop.
  ///
  /// @return the WebSocket the caller must hand to its flusher, or null if there is nothing to do
  @Nullable WebSocketTransport enqueue(Parcel parcel) {
    synchronized (lock) {
      if (state != State.OPEN) {
        return null;
      }
      outbox.add(parcel);
      if (outbox.bytes() <= server.config().outboxBytesMax()) {
        return wake();
      }
    }
    terminate(CloseReason.SLOW_READER, WebSocketTransport.STATUS_NONE);
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
    if (poll != null && !outbox.isEmpty() && !upgradeIsProbed()) {
      Replies.payload(poll, outbox.drainToPayload(poll.alloc(), ""));
      poll = null;
    }
    return null;
  }

  @GuardedBy("lock")
  private boolean upgradeIsProbed() {
    return candidate != null && candidate.probed;
  }

  private static void flush(@Nullable WebSocketTransport transport) {
    if (transport != null) {
      transport.flusher().add(transport);
      transport.flusher().wake();
    }
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
        var parcel = outbox.poll();
        if (parcel == null) {
          return state == State.CLOSING ? finish() : KEEP_OPEN;
        }
        var _ = context.write(parcel.frames(context.alloc()), context.voidPromise());
      }
      return KEEP_OPEN;
    }
  }

  // ------------------------------------------------------------------ polling

  /// A GET: answered now or when there is something to send.
  void poll(ChannelHandlerContext request) {
    synchronized (lock) {
      if (!mayRequest(request)) {
        return;
      }
      if (poll != null) {
        terminate(CloseReason.TRANSPORT_ERROR, WebSocketTransport.STATUS_NONE);
        Replies.refuse(request, Refusal.BAD_REQUEST);
        return;
      }
      if (!outbox.isEmpty()) {
        Replies.payload(request, outbox.drainToPayload(request.alloc(), ""));
        return;
      }
      poll = request;
      if (upgradeIsProbed()) {
        var _ = loop.schedule(() -> releaseHeld(request), HELD_POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /// Checks what GET and POST have in common, and answers those that may not go on.
  @GuardedBy("lock")
  private boolean mayRequest(ChannelHandlerContext request) {
    if (state == State.CLOSING && webSocket == null) {
      Replies.payload(request, outbox.drainToPayload(request.alloc(), CLOSE));
      finish();
    } else if (farewell) {
      farewell = false;
      server.remove(this);
      Replies.payload(request, NOOP);
    } else if (state != State.OPEN) {
      Replies.refuse(request, Refusal.SESSION_UNKNOWN);
    } else if (webSocket != null) {
      Replies.refuse(request, Refusal.BAD_REQUEST);
    } else if (heartbeat.expired(System.nanoTime()) && !inbox.isPaused()) {
      terminate(CloseReason.PING_TIMEOUT, WebSocketTransport.STATUS_NONE);
      Replies.refuse(request, Refusal.SESSION_UNKNOWN);
    } else {
      return true;
    }
    return false;
  }

  private void releaseHeld(ChannelHandlerContext request) {
    synchronized (lock) {
      if (request.equals(poll)) {
        poll = null;
        Replies.payload(request, NOOP);
      }
    }
  }

  /// A POST: its packets are handled in order, then it is answered `ok`.
  void post(ChannelHandlerContext request, String body) {
    List<EnginePacket> packets;
    synchronized (lock) {
      if (!mayRequest(request)) {
        return;
      }
      if (posting) {
        terminate(CloseReason.TRANSPORT_ERROR, WebSocketTransport.STATUS_NONE);
        Replies.refuse(request, Refusal.BAD_REQUEST);
        return;
      }
      try {
        packets = PollingPayload.decode(body);
        for (var packet : packets) {
          checkDirection(packet);
        }
      } catch (MalformedPacketException _) {
        terminate(CloseReason.PARSE_ERROR, WebSocketTransport.STATUS_NONE);
        Replies.refuse(request, Refusal.BAD_REQUEST);
        return;
      }
      posting = true;
    }
    if (packets.stream().anyMatch(EnginePacket.Pong.class::isInstance)) {
      pong();
    }
    inbox.add(() -> handlePosted(packets, request));
  }

  private void handlePosted(List<EnginePacket> packets, ChannelHandlerContext request) {
    try {
      for (var packet : packets) {
        if (packet instanceof EnginePacket.Close) {
          closedByPollingClient();
        } else {
          deliver(packet);
        }
      }
    } finally {
      synchronized (lock) {
        posting = false;
      }
      Replies.ok(request); // Even if the handler failed: the connection waits for an answer.
    }
  }

  private void closedByPollingClient() {
    synchronized (lock) {
      if (state != State.OPEN || webSocket != null) {
        return;
      }
      if (poll == null) {
        farewell = true;
        var _ = loop.schedule(() -> server.remove(this), FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
      } else {
        Replies.payload(poll, NOOP);
        poll = null;
      }
      terminate(CloseReason.TRANSPORT_CLOSE, WebSocketTransport.STATUS_NONE);
    }
  }

  /// The connection of a waiting poll is gone.
  void pollAborted(ChannelHandlerContext request) {
    synchronized (lock) {
      if (request.equals(poll)) {
        poll = null;
        terminate(CloseReason.TRANSPORT_ERROR, WebSocketTransport.STATUS_NONE);
      }
    }
  }

  // ------------------------------------------------------------------ WebSocket and upgrade

  /// The handshake came over this WebSocket.
  void openOn(WebSocketTransport transport, EngineMessage open) {
    synchronized (lock) {
      webSocket = transport;
      outbox.add(Parcel.single(open));
    }
    transport.drain();
  }

  /// A WebSocket with this session's id: the beginning of an upgrade, if there can be one.
  void offer(WebSocketTransport transport) {
    synchronized (lock) {
      if (state == State.OPEN && webSocket == null && candidate == null) {
        candidate = transport;
        var _ =
            loop.schedule(
                () -> giveUp(transport),
                server.config().upgradeTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
        return;
      }
    }
    transport.close(WebSocketTransport.STATUS_NONE);
  }

  private void giveUp(WebSocketTransport transport) {
    synchronized (lock) {
      if (candidate != transport) {
        return;
      }
      candidate = null;
    }
    transport.close(WebSocketTransport.STATUS_NONE);
  }

  void received(WebSocketTransport from, String text) {
    EnginePacket packet;
    try {
      packet = EnginePacketCodec.decode(text);
    } catch (MalformedPacketException _) {
      refuse(from);
      return;
    }
    synchronized (lock) {
      if (from == candidate) {
        probe(from, packet);
        return;
      }
      if (from != webSocket || state != State.OPEN) {
        return;
      }
    }
    handle(from, packet);
  }

  void received(WebSocketTransport from, byte[] bytes) {
    synchronized (lock) {
      if (from != webSocket || state != State.OPEN) {
        return;
      }
    }
    handle(from, new EnginePacket.Binary(bytes));
  }

  private void handle(WebSocketTransport from, EnginePacket packet) {
    switch (packet) {
      case EnginePacket.Pong _ -> pong();
      case EnginePacket.Close _ -> {
        from.close(WebSocketTransport.STATUS_NONE);
        terminate(CloseReason.TRANSPORT_CLOSE, WebSocketTransport.STATUS_NONE);
      }
      default -> {
        try {
          checkDirection(packet);
          inbox.add(() -> deliver(packet));
        } catch (MalformedPacketException _) {
          refuse(from);
        }
      }
    }
  }

  private void refuse(WebSocketTransport from) {
    from.close(WebSocketTransport.STATUS_NONE);
    lost(from, CloseReason.PARSE_ERROR);
  }

  @GuardedBy("lock")
  private void probe(WebSocketTransport from, EnginePacket packet) {
    if (packet instanceof EnginePacket.Ping(var data) && data.equals("probe") && !from.probed) {
      from.probed = true;
      from.writeNow("3probe");
      if (poll != null) {
        Replies.payload(poll, NOOP);
        poll = null;
      }
    } else if (packet instanceof EnginePacket.Upgrade && from.probed) {
      upgradeTo(from);
    } else {
      candidate = null;
      from.close(WebSocketTransport.STATUS_NONE);
    }
  }

  @GuardedBy("lock")
  private void upgradeTo(WebSocketTransport transport) {
    candidate = null;
    webSocket = transport;
    if (poll != null) {
      Replies.refuse(poll, Refusal.BAD_REQUEST);
      poll = null;
    }
    if (inbox.isPaused()) {
      transport.setReading(false);
    }
    flush(wake());
  }

  /// A WebSocket has closed or failed.
  void lost(WebSocketTransport transport, CloseReason reason) {
    synchronized (lock) {
      if (transport == candidate) {
        candidate = null;
        return;
      }
      if (transport != webSocket) {
        return;
      }
    }
    terminate(reason, WebSocketTransport.STATUS_NONE);
  }

  // ------------------------------------------------------------------ receiving

  /// What only a server sends must not come from a client.
  private static void checkDirection(EnginePacket packet) throws MalformedPacketException {
    switch (packet) {
      case EnginePacket.Text _, EnginePacket.Binary _ -> {}
      case EnginePacket.Pong _, EnginePacket.Close _ -> {}
      case EnginePacket.Open _, EnginePacket.Ping _, EnginePacket.Upgrade _, EnginePacket.Noop _ ->
          throw new MalformedPacketException("packet of the wrong direction");
    }
  }

  /// In the inbox.
  private void deliver(EnginePacket packet) {
    var receiver = handler;
    if (receiver == null) {
      return;
    }
    switch (packet) {
      case EnginePacket.Text(var data) -> receiver.onText(data);
      case EnginePacket.Binary(var data) -> receiver.onBinary(data);
      default -> {}
    }
  }

  // ------------------------------------------------------------------ heartbeat

  private void pong() {
    synchronized (lock) {
      long now = System.nanoTime();
      heartbeat.onPong(now);
      if (state == State.OPEN && timerAt - now > heartbeat.nanosToNext(now)) {
        arm(now);
      }
    }
  }

  @GuardedBy("lock")
  private void arm(long now) {
    if (timer != null) {
      timer.cancel(false);
    }
    long delay = heartbeat.nanosToNext(now);
    timerAt = now + delay;
    timer = loop.schedule(this::tick, delay, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    synchronized (lock) {
      if (state != State.OPEN) {
        return;
      }
      long now = System.nanoTime();
      switch (heartbeat.due(now)) {
        case NOTHING -> {}
        case PING -> flush(enqueue(Parcel.single(PING)));
        case TIMEOUT -> {
          if (!inbox.isPaused()) {
            terminate(CloseReason.PING_TIMEOUT, WebSocketTransport.STATUS_NONE);
            return;
          }
          heartbeat.excuse(now);
        }
      }
      if (state == State.OPEN) {
        timer = null;
        arm(now);
      }
    }
  }

  // ------------------------------------------------------------------ closing

  /// Ends the session once what waits has been delivered, or after ten seconds.
  public void close(CloseReason reason) {
    synchronized (lock) {
      if (state != State.OPEN) {
        return;
      }
      state = State.CLOSING;
      goingAway = reason == CloseReason.SERVER_SHUTTING_DOWN;
      if (webSocket == null && poll != null) {
        Replies.payload(poll, outbox.drainToPayload(poll.alloc(), CLOSE));
        poll = null;
        finish();
      } else {
        flush(wake());
        timer =
            loop.schedule(
                () -> terminate(reason, WebSocketTransport.STATUS_NONE),
                CLOSING_MILLIS,
                TimeUnit.MILLISECONDS);
      }
    }
    inbox.add(() -> closed(reason));
  }

  @GuardedBy("lock")
  private int finish() {
    state = State.CLOSED;
    release();
    server.remove(this);
    return goingAway ? WebSocketTransport.STATUS_GOING_AWAY : WebSocketTransport.STATUS_NONE;
  }

  /// Ends the session at once; what waits is lost.
  ///
  /// @param status of the WebSocket's close frame, or 0 for none
  void terminate(CloseReason reason, int status) {
    boolean told;
    WebSocketTransport current;
    synchronized (lock) {
      if (state == State.CLOSED) {
        return;
      }
      told = state == State.CLOSING;
      state = State.CLOSED;
      current = webSocket;
      if (poll != null) {
        Replies.payload(poll, CLOSE);
        poll = null;
      }
      release();
      if (!farewell) {
        server.remove(this);
      }
    }
    if (current != null) {
      current.close(status);
    }
    if (!told) {
      inbox.add(() -> closed(reason));
    }
  }

  @GuardedBy("lock")
  private void release() {
    outbox.clear();
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    if (candidate != null) {
      candidate.close(WebSocketTransport.STATUS_NONE);
      candidate = null;
    }
  }

  /// In the inbox.
  private void closed(CloseReason reason) {
    var receiver = handler;
    if (receiver != null) {
      handler = null;
      receiver.onClose(reason);
    }
  }

  private final class InboxOwner implements Inbox.Owner {
    @Override
    public void pauseChanged() {
      synchronized (lock) {
        if (webSocket != null) {
          webSocket.setReading(!inbox.isPaused());
        }
        heartbeat.excuse(System.nanoTime()); // Its pong may be among what we did not read.
      }
    }

    @Override
    public void workFailed(Throwable fault) {
      log.error("session handler failed session={}", id, fault);
      close(CloseReason.FORCED_CLOSE);
    }
  }
}
