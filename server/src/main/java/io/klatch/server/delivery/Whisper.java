package io.klatch.server.delivery;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.socketio.Namespace;
import io.klatch.socketio.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Tells sockets here what is not in the log: typing, presence, counts. At most once, in the order
/// it was told, behind the commits that were made before.
///
/// Such an event has no offset and ends with an object, so a client that resumes does not take it
/// for one it can be brought again. Encoded once per namespace. Thread-safe; does not block. While
/// too many wait, more are dropped and counted: the newest state comes with the next change.
public final class Whisper {
  /// A second or two of fan-out behind.
  static final int WAITING_MAX = 20_000;

  private final CommitQueue queue;
  private final Fanout fanout;
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();

  public Whisper(CommitQueue queue, Fanout fanout) {
    this.queue = queue;
    this.fanout = fanout;
  }

  /// To every socket of these users.
  public void toUsers(TenantId tenant, Set<UserId> users, Whispered event) {
    var those = Set.copyOf(users);
    tell(action -> fanout.sockets().forEach(tenant, those, action), event);
  }

  /// To these sockets; one that has gone meanwhile gets nothing.
  public void toSessions(Collection<Session> sessions, Whispered event) {
    var those = List.copyOf(sessions);
    tell(those::forEach, event);
  }

  /// How many were dropped because too many waited.
  public long dropped() {
    return dropped.sum();
  }

  private void tell(Consumer<Consumer<Session>> receivers, Whispered event) {
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      dropped.increment();
      return;
    }
    queue.post(() -> {
      waiting.decrementAndGet();
      send(receivers, event);
    });
  }

  private static void send(Consumer<Consumer<Session>> receivers, Whispered event) {
    var lanes = new HashMap<Namespace, List<Socket>>();
    receivers.accept(session ->
        lanes
            .computeIfAbsent(session.socket().namespace(), _ -> new ArrayList<>())
            .add(session.socket()));
    for (Map.Entry<Namespace, List<Socket>> lane : lanes.entrySet()) {
      var namespace = lane.getKey();
      var message = namespace.encode(event.name(), event.payload());
      if (event.mayBeLost()) {
        namespace.sendVolatile(lane.getValue(), message);
      } else {
        namespace.send(lane.getValue(), message);
      }
    }
  }

  /// One event for [Whisper].
  ///
  /// @param mayBeLost where it cannot be written at once, as with typing
  public record Whispered(String name, ObjectNode payload, boolean mayBeLost) {}
}
