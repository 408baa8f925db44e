package io.klatch.server.storage;

import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who may speak in rooms, within one batch of appends: each sender is looked up once. Confined to
/// the writer's thread.
final class RoomFloor {
  private final Batch batch;
  private final Map<Speaker, RoomGate> gates = new HashMap<>();
  private final Map<Speaker, Instant> spoken = new HashMap<>();

  RoomFloor(Batch batch) {
    this.batch = batch;
  }

  /// Why the user may not speak in the room now; null when they may.
  ///
  /// @param role null for who is not in it
  @Nullable Restraint restraint(UserKey user, ConversationId room, @Nullable Role role)
      throws SQLException {
    var speaker = new Speaker(user, room);
    var gate = gate(speaker, role);
    if (gate == null) {
      return null;
    }
    var restraint = role == null ? gate.ban() : gate.restraint();
    if (restraint != null || role == null) {
      return restraint;
    }
    var wait = gate.wait(batch.statements(), spoken.get(speaker));
    return wait.isZero() ? null : new Restraint.TooSoon(wait);
  }

  /// They have spoken; [#restraint] was asked before.
  ///
  /// @return the only user who is shown it; null for everybody
  @Nullable UserId spoke(UserKey user, ConversationId room, Instant at) {
    var speaker = new Speaker(user, room);
    spoken.put(speaker, at);
    var gate = gates.get(speaker);
    return gate != null && gate.isShadowed() ? user.user() : null;
  }

  private @Nullable RoomGate gate(Speaker speaker, @Nullable Role role) throws SQLException {
    var known = gates.get(speaker);
    if (known != null) {
      return known;
    }
    var found =
        RoomGate.find(
            batch.statements(),
            new ConversationKey(speaker.user.tenant(), speaker.room),
            speaker.user.user(),
            role,
            batch.now());
    if (found != null) {
      gates.put(speaker, found);
    }
    return found;
  }

  private record Speaker(UserKey user, ConversationId room) {}
}
