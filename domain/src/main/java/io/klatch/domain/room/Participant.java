package io.klatch.domain.room;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;

/// Somebody who has a seat in a room.
///
/// @param name what others see
/// @param role what they may do to others
/// @param mode whether they are heard and seen
/// @param muted whether a moderator has silenced them
public record Participant(
    UserId user, String name, Role role, RoomMode mode, Instant joinedAt, boolean muted) {}
