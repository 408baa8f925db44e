package io.klatch.server.delivery;

import io.klatch.domain.presence.Lease;
import io.klatch.domain.presence.LeaseId;
import io.klatch.domain.presence.LeaseId.Node;
import io.klatch.domain.presence.PresenceDesk;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Every connected socket is a lease at the desk, and what its client asks for is activity.
/// Thread-safe.
public final class PresenceLeases implements SessionWatcher {
  /// What clients ask for by themselves, without anybody using them.
  private static final Set<String> NO_ACTIVITY =
      Set.of(
          "message:changes",
          "presence:activity",
          "presence:get-batch",
          "presence:subscribe",
          "presence:unsubscribe",
          "receipt:delivered",
          "sync:get",
          "typing:get-aggregated",
          "typing:stop",
          "unread:get");

  private final PresenceDesk desk;
  private final Node node;
  private final AtomicLong number = new AtomicLong();
  private final ConcurrentHashMap<Session, Lease> leases = new ConcurrentHashMap<>();

  public PresenceLeases(PresenceDesk desk, Node node) {
    this.desk = desk;
    this.node = node;
  }

  @Override
  public void came(Session session) {
    var id = new LeaseId(node, number.incrementAndGet());
    leases.put(session, desk.open(id, session.owner(), session.device()));
  }

  @Override
  public void went(Session session) {
    var lease = leases.remove(session);
    if (lease != null) {
      desk.end(lease);
    }
  }

  @Override
  public void acted(Session session, String event) {
    var lease = NO_ACTIVITY.contains(event) ? null : leases.get(session);
    if (lease != null) {
      desk.active(lease);
    }
  }

  /// What the client says itself: whether somebody is using it.
  ///
  /// @return the same
  public boolean report(Session session, boolean active) {
    var lease = leases.get(session);
    if (lease != null && active) {
      desk.active(lease);
    } else if (lease != null) {
      desk.idle(lease);
    }
    return active;
  }
}
