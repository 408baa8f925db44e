package io.klatch.domain.room;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a participant only listens and watches or is heard and seen too. Says nothing of what
/// they may do to others, which is their role.
public enum RoomMode {
  VIEWER,
  PUBLISHER;

  /// The mode as clients and the store write it.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads what [#wire] wrote; null when there is no such mode.
  public static @Nullable RoomMode parse(String wire) {
    for (var mode : values()) {
      if (mode.wire().equals(wire)) {
        return mode;
      }
    }
    return null;
  }
}
