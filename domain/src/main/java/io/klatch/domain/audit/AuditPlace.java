package io.klatch.domain.audit;

import io.klatch.domain.room.RoomId;
import java.time.Instant;

/// Where an event stands in its tenant's trail, which is in the order of time.
public record AuditPlace(Instant at, RoomId room, long number) {}
