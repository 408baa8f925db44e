package io.klatch.socketio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Recovers the clients of one namespace from memory, on the wire as the reference does: events end
/// with their offset, and a client that returns with its `pid` gets its id, rooms, data and what it
/// missed.
///
/// # Stronger than the reference
///
/// The guards have been asked again before. A `pid` belongs to whom it was given, has one socket at
/// a time, and recovers without an offset too: the server knows where the client began. If its last
/// connection is still thought to be alive, it is taken over. Volatile events carry the position
/// too, so that what a client calls its offset is one. A quiet client recovers however old its
/// offset is, if nothing newer was ever sent to it.
///
/// # One order
///
/// An event gets its position, is kept and is put into the outboxes under one lock, so each client
/// gets events in the order of their offsets; otherwise an offset would not say what it has. The
/// lock also makes the cut between what a returning client missed and what it is sent from now on.
/// Sending waits for no client, so the lock is never held for long.
final class InMemoryRecovery implements Recovery {
  private static final int PID_BYTES = 15;

  /// After these a client comes back by itself.
  private static final Set<DisconnectReason> RECOVERABLE =
      Set.of(
          DisconnectReason.TRANSPORT_CLOSE,
          DisconnectReason.TRANSPORT_ERROR,
          DisconnectReason.PING_TIMEOUT,
          DisconnectReason.FORCED_CLOSE,
          DisconnectReason.FORCED_SERVER_CLOSE,
          DisconnectReason.SERVER_SHUTTING_DOWN);

  private final RecoveryBounds bounds;
  private final RecoveryIdentity identity;
  private final InstantSource clock;
  private final RandomGenerator random;

  @GuardedBy("this")
  private final RecoveryLog log;

  @GuardedBy("this")
  private final Map<String, Resumption> byPid = new HashMap<>();

  /// Those without a socket, in the order they left.
  @GuardedBy("this")
  private final Set<Resumption> away = new LinkedHashSet<>();

  /// @param random names clients: a source nobody can predict
  InMemoryRecovery(
      RecoveryBounds bounds,
      RecoveryIdentity identity,
      InstantSource clock,
      RandomGenerator random) {
    this.bounds = bounds;
    this.identity = identity;
    this.clock = clock;
    this.random = random;
    this.log = new RecoveryLog(bounds.bytesMax(), bounds.ageMax());
  }

  // ------------------------------------------------------------------ sending

  /// Sends an event that wants no acknowledgement, with its offset.
  ///
  /// @param receivers asked for in the event's turn
  void send(
      Namespace namespace,
      Outgoing event,
      BroadcastOptions options,
      Supplier<? extends Collection<Socket>> receivers) {
    synchronized (this) {
      boolean kept = !options.isVolatile();
      long position = kept ? log.nextPosition() : log.position();
      var message = namespace.encode(event.with(RecoveryLog.offset(position)));
      if (kept) {
        log.append(options, message, clock.instant());
      }
      var sockets = receivers.get();
      namespace.send(sockets, message, options.sending());
      if (kept) {
        sockets.forEach(socket -> sent(socket, position));
      }
    }
  }

  @GuardedBy("this")
  private void sent(Socket socket, long position) {
    var resumption = socket.resumption();
    if (resumption != null && resumption.live == socket) {
      resumption.sent = position;
    }
  }

  // ------------------------------------------------------------------ coming and going

  @Override
  public Answer recover(Socket socket, ObjectNode auth, @Nullable Claim claim) {
    var who = identity.of(socket);
    Answer answer;
    Socket replaced = null;
    synchronized (this) {
      forgetOld();
      var resumption = claim == null ? null : byPid.get(claim.pid());
      boolean known = resumption != null && resumption.identity.equals(who);
      var missed = known && resumption != null && claim != null ? missed(resumption, claim) : null;
      if (resumption != null && missed != null) {
        replaced = resumption.live;
        resume(socket, resumption, missed);
        answer = new Answer(resumption.pid, missed);
      } else {
        answer = new Answer(begin(socket, who).pid, List.of());
      }
      socket.namespace().connected(socket);
    }
    if (replaced != null) {
      replaced.closeTransport();
    }
    return answer;
  }

  @GuardedBy("this")
  private Resumption begin(Socket socket, Object who) {
    var resumption = new Resumption(newPid(), socket, who, log.position());
    byPid.put(resumption.pid, resumption);
    socket.resumption(resumption);
    return resumption;
  }

  private String newPid() {
    var bytes = new byte[PID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// All that the client has not got; null if that is not known or not kept.
  @GuardedBy("this")
  private @Nullable List<Message> missed(Resumption resumption, Claim claim) {
    if (resumption.live != null) {
      resumption.rooms = resumption.live.rooms();
      resumption.data = resumption.live.dataOrNull();
      resumption.left = log.position();
    }
    var offset = claim.offset();
    var claimed = offset == null ? Long.valueOf(resumption.start) : log.position(offset);
    if (claimed == null) {
      return null;
    }
    // An offset from before this pid is of an earlier, lost connection.
    long has = Math.max(claimed, resumption.start);
    long from = has >= resumption.sent ? Math.max(has, resumption.left) : has;
    return log.after(from, resumption.rooms);
  }

  @GuardedBy("this")
  private void resume(Socket socket, Resumption resumption, List<Message> missed) {
    away.remove(resumption);
    resumption.live = socket;
    if (!missed.isEmpty()) {
      resumption.sent = log.position();
    }
    socket.resume(resumption);
  }

  /// The socket is about to leave its rooms.
  void left(Socket socket, DisconnectReason reason) {
    synchronized (this) {
      var resumption = socket.resumption();
      if (resumption == null || resumption.live != socket) {
        return;
      }
      resumption.leave(socket, log.position(), clock.instant());
      if (RECOVERABLE.contains(reason)) {
        away.add(resumption);
      } else {
        byPid.remove(resumption.pid);
      }
      forgetOld();
    }
  }

  @GuardedBy("this")
  private void forgetOld() {
    var now = clock.instant();
    log.trim(now);
    var oldest = now.minus(bounds.ageMax());
    var leavers = away.iterator();
    while (leavers.hasNext()) {
      var first = leavers.next();
      if (away.size() <= bounds.sessionsMax() && !first.leftAt.isBefore(oldest)) {
        return;
      }
      leavers.remove();
      byPid.remove(first.pid);
    }
  }

  /// Clients that are here or may come back.
  synchronized int size() {
    return byPid.size();
  }
}
