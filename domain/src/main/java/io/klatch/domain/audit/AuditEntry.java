package io.klatch.domain.audit;

import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomId;

/// An event, and the room where it happened.
public record AuditEntry(RoomId room, RoomEvent event) {
  public AuditPlace place() {
    return new AuditPlace(event.at(), room, event.number());
  }
}
