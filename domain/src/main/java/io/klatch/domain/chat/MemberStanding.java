package io.klatch.domain.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a member stands in a conversation: what they may do, and how they keep it for themselves.
public record MemberStanding(Role role, Settings settings) {
  /// A member's own settings of one conversation, the same on all their devices.
  ///
  /// @param archived put out of sight
  /// @param pinned put on top
  /// @param mutedUntil null when not muted
  public record Settings(boolean archived, boolean pinned, @Nullable Instant mutedUntil) {
    public static final Settings NONE = new Settings(false, false, null);

    /// For ever, as far as a clock in milliseconds goes.
    public static final Instant FOR_EVER = Instant.parse("9999-12-31T23:59:59.999Z");
  }
}
