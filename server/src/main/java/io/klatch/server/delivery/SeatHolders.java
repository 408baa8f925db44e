package io.klatch.server.delivery;

import io.klatch.domain.room.RoomLeases;

/// Every connected socket holds its user's seats in rooms.
public final class SeatHolders implements SessionWatcher {
  private final RoomLeases leases;

  public SeatHolders(RoomLeases leases) {
    this.leases = leases;
  }

  @Override
  public void came(Session session) {
    leases.opened(session.owner());
  }

  @Override
  public void went(Session session) {
    leases.closed(session.owner());
  }
}
