package io.klatch.domain.audit;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which events are asked for; what is null does not matter.
///
/// @param actor who did it
/// @param target whom it was done to
/// @param from that moment or later
/// @param to before it
public record AuditFilter(
    @Nullable RoomId room,
    @Nullable UserId actor,
    @Nullable UserId target,
    RoomEvent.@Nullable Kind event,
    @Nullable Instant from,
    @Nullable Instant to) {
  public static final AuditFilter NONE = new AuditFilter(null, null, null, null, null, null);

  public AuditFilter in(RoomId one) {
    return new AuditFilter(one, actor, target, event, from, to);
  }
}
