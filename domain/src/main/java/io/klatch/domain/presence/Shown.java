package io.klatch.domain.presence;

import org.jspecify.annotations.Nullable;

/// What others see of a user.
///
/// @param status never invisible, which looks offline
/// @param text null for none, and for who is offline
public record Shown(PresenceStatus status, @Nullable String text) {
  public static final Shown OFFLINE = new Shown(PresenceStatus.OFFLINE, null);

  static Shown of(PresenceStatus status, @Nullable String text) {
    return status == PresenceStatus.INVISIBLE || status == PresenceStatus.OFFLINE
        ? OFFLINE
        : new Shown(status, text);
  }
}
