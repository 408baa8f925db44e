package io.klatch.socketio;

import io.klatch.socketio.engine.CloseReason;
import io.klatch.socketio.engine.EngineSession;
import io.klatch.socketio.engine.Limit;
import io.klatch.socketio.engine.SessionHandler;
import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.MalformedPacketException.Kind;
import io.klatch.socketio.packet.SocketPacket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// One client's Engine.IO session and its sockets, at most one per namespace.
///
/// Packets arrive one at a time on the session's inbox, which confines all fields.
final class Connection implements SessionHandler {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  /// Names the client may not know yet to be closed to it; older ones are forgotten.
  private static final int LEFT_MAX = 100;

  private final SocketServer server;
  private final EngineSession session;
  private @Nullable Future<?> connectTimeout;

  /// Replaced when it changes; read by any thread.
  private volatile List<Socket> sockets = List.of();

  /// Namespaces the server ended, whose client may not know it yet, and refusals.
  private @Nullable SequencedSet<String> left;

  private int refusals;

  private final Parser parser;
  private final PacketReader reader;
  private final AttachmentClock attachments;

  Connection(SocketServer server, EngineSession session) {
    this.server = server;
    this.session = session;
    this.parser = Parser.of(session.handshake(), server.config().parser());
    this.reader = server.reader(parser);
    this.attachments =
        new AttachmentClock(
            session, server.config().connections().attachmentTimeout(), this::giveUpAttachments);
    this.connectTimeout =
        session.schedule(server.config().connectTimeout(), this::closeIfNotConnected);
  }

  Parser parser() {
    return parser;
  }

  EngineSession session() {
    return session;
  }

  int outboxBytesMax() {
    return server.config().engine().outboxBytesMax();
  }

  private void stopConnectTimeout() {
    if (connectTimeout != null) {
      connectTimeout.cancel(false);
      connectTimeout = null;
    }
  }

  private void closeIfNotConnected() {
    if (sockets.isEmpty()) {
      count(Limit.CONNECT_TIMEOUT);
      session.close(CloseReason.FORCED_CLOSE);
    }
  }

  @Override
  public void onText(String text) {
    try {
      receive(reader.text(text));
      attachments.look(reader.isInPacket());
    } catch (MalformedPacketException malformed) {
      reject(malformed);
    }
  }

  @Override
  public void onBinary(byte[] bytes) {
    try {
      receive(reader.binary(bytes));
      attachments.look(reader.isInPacket());
    } catch (MalformedPacketException malformed) {
      reject(malformed);
    }
  }

  private void giveUpAttachments() {
    count(Limit.ATTACHMENT_TIMEOUT);
    reject(new MalformedPacketException(Kind.ATTACHMENT, "attachments did not come in time"));
  }

  private void reject(MalformedPacketException malformed) {
    log.debug("packet refused session={} cause={}", session.id(), malformed.getMessage());
    session.refuse(malformed);
  }

  private void receive(@Nullable Packet packet) throws MalformedPacketException {
    if (packet == null || session.isClosedHere()) {
      return;
    }
    if (packet.type() == SocketPacket.Type.CONNECT) {
      connect(packet);
      return;
    }
    var socket = socketOf(packet);
    if (socket == null) {
      return;
    }
    switch (packet.type()) {
      case DISCONNECT -> leave(socket, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
      case EVENT, BINARY_EVENT -> socket.received(event(socket, packet));
      case ACK, BINARY_ACK -> socket.acknowledgements().answer(packet.ackId(), packet.args());
      case CONNECT, CONNECT_ERROR ->
          throw new MalformedPacketException(Kind.DIRECTION, "packet of the wrong direction");
    }
  }

  /// The socket a packet is for, or null where the server has ended it and the client may not know
  /// yet.
  private @Nullable Socket socketOf(Packet packet) throws MalformedPacketException {
    var socket = find(packet.namespace());
    if (socket == null && (left == null || !left.contains(packet.namespace()))) {
      throw new MalformedPacketException(
          Kind.NAMESPACE, "packet for a namespace that is not connected");
    }
    return socket;
  }

  /// Among so few that a table would cost more.
  private @Nullable Socket find(String namespace) {
    for (var socket : sockets) {
      if (socket.namespace().name().equals(namespace)) {
        return socket;
      }
    }
    return null;
  }

  private static Event event(Socket socket, Packet packet) throws MalformedPacketException {
    var args = packet.args();
    var name = Packet.eventName(args);
    return new Event(name, args.subList(1, args.size()), socket.replyTo(packet.ackId()));
  }

  // ------------------------------------------------------------------ connecting

  private void connect(Packet packet) throws MalformedPacketException {
    String name = packet.namespace();
    if (find(name) != null) {
      throw new MalformedPacketException(Kind.DIRECTION, "connected twice to a namespace");
    }
    var auth = packet.auth();
    int max = server.config().connections().namespacesMax();
    if (sockets.size() >= max) {
      count(Limit.NAMESPACES);
      refuse(name, "Too many namespaces on one connection, at most " + max, null);
      return;
    }
    var namespace = server.namespaces().enter(name, auth);
    if (namespace == null) {
      refuse(name, "Invalid namespace", null);
      return;
    }
    var socket = new Socket(server.newSocketId(), namespace, this, auth);
    switch (ask(socket, auth)) {
      case ConnectDecision.Allow _ -> admit(socket, auth);
      case ConnectDecision.Refuse(var message, var data) -> {
        end(socket);
        refuse(name, message, data);
      }
    }
  }

  /// A guard may let the socket join rooms; it leaves them if it does not get in.
  private ConnectDecision ask(Socket socket, ObjectNode auth) {
    try {
      return socket.namespace().check(socket, auth);
    } catch (RuntimeException | Error fault) {
      end(socket);
      throw fault;
    }
  }

  private void refuse(String namespace, String message, @Nullable Object data)
      throws MalformedPacketException {
    refusals++;
    if (refusals > server.config().connections().refusedConnectsMax()) {
      count(Limit.REFUSED_CONNECTS);
      throw new MalformedPacketException(Kind.NAMESPACE, "refused by too many namespaces");
    }
    remember(namespace);
    session.send(parser.connectError(namespace, message, data));
  }

  private void remember(String namespace) {
    if (left == null) {
      left = new LinkedHashSet<>();
    }
    left.addLast(namespace);
    if (left.size() > LEFT_MAX) {
      left.removeFirst();
    }
  }

  private void count(Limit limit) {
    server.engine().limitCounts().count(limit);
  }

  private void admit(Socket socket, ObjectNode auth) {
    var namespace = socket.namespace();
    sockets = with(socket);
    stopConnectTimeout();
    String pid = null;
    List<Message> missed = List.of();
    var recovery = namespace.recovery();
    if (recovery != null) {
      var claim = claim(auth);
      var answer = recovery.recover(socket, auth, claim);
      pid = answer.pid();
      missed = answer.missed();
      if (claim != null && claim.pid().equals(pid)) {
        socket.recovered();
      }
    }
    namespace.connected(socket);
    if (socket.confirm(missed, parser.connect(namespace.name(), socket.id(), pid))) {
      namespace.tellConnected(socket);
    }
  }

  private static Recovery.@Nullable Claim claim(ObjectNode auth) {
    var pid = auth.get("pid");
    var offset = auth.get("offset");
    if (pid == null || !pid.isString()) {
      return null;
    }
    boolean usable = offset != null && offset.isString();
    return new Recovery.Claim(pid.stringValue(), usable ? offset.stringValue() : null);
  }

  // ------------------------------------------------------------------ ending

  /// From any thread.
  void disconnect(Socket socket, boolean closeTransport) {
    var leavers = closeTransport ? sockets : List.of(socket);
    for (var leaver : leavers) {
      leaver.leaving();
      session.send(parser.disconnect(leaver.namespace().name()));
    }
    session.execute(() -> leavers.forEach(this::leaveByServer));
    if (closeTransport) {
      session.close(CloseReason.FORCED_CLOSE);
    }
  }

  /// From any thread.
  void closeTransport() {
    session.close(CloseReason.FORCED_CLOSE);
  }

  private void leaveByServer(Socket socket) {
    remember(socket.namespace().name());
    leave(socket, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
  }

  private void leave(Socket socket, DisconnectReason reason) {
    var others = without(socket);
    if (others.size() < sockets.size()) {
      sockets = others;
      end(socket, reason);
    }
  }

  private List<Socket> with(Socket socket) {
    var all = new ArrayList<>(sockets);
    all.add(socket);
    return List.copyOf(all);
  }

  private List<Socket> without(Socket socket) {
    return sockets.stream().filter(other -> other != socket).toList();
  }

  private void end(Socket socket, DisconnectReason reason) {
    boolean wasConnected = socket.isConnected();
    if (wasConnected) {
      socket.namespace().disconnecting(socket, reason);
    }
    socket.namespace().leaving(socket, reason);
    end(socket);
    if (wasConnected) {
      socket.namespace().disconnected(socket, reason);
    }
  }

  /// Leaves its rooms, and perhaps a namespace that nobody else is in.
  private void end(Socket socket) {
    if (socket.end()) {
      socket.namespace().forget(socket);
      server.namespaces().leave(socket.namespace());
    }
  }

  @Override
  public void onClose(CloseReason reason) {
    stopConnectTimeout();
    attachments.stop();
    var all = sockets;
    sockets = List.of();
    all.forEach(socket -> end(socket, DisconnectReason.of(reason)));
  }
}
