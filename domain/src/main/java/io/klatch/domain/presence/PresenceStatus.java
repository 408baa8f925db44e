package io.klatch.domain.presence;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a user is here.
public enum PresenceStatus {
  ONLINE,
  AWAY,
  BUSY,
  /// Here, and offline to everybody else.
  INVISIBLE,
  OFFLINE;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Null when there is no such status.
  public static @Nullable PresenceStatus parse(String wire) {
    for (var status : values()) {
      if (status.wire().equals(wire)) {
        return status;
      }
    }
    return null;
  }
}
