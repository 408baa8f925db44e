package io.klatch.domain.chat;

import io.klatch.domain.chat.MemberStanding.Settings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One of a member's own settings of a conversation is to be different.
public sealed interface SettingsChange {
  record Archive(boolean archived) implements SettingsChange {}

  record Pin(boolean pinned) implements SettingsChange {}

  /// @param until null to hear of it again
  record Mute(@Nullable Instant until) implements SettingsChange {}

  /// The settings with this change.
  default Settings in(Settings before) {
    return switch (this) {
      case Archive(var archived) -> new Settings(archived, before.pinned(), before.mutedUntil());
      case Pin(var pinned) -> new Settings(before.archived(), pinned, before.mutedUntil());
      case Mute(var until) -> new Settings(before.archived(), before.pinned(), until);
    };
  }
}
