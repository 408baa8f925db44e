package io.klatch.domain.typing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody is about to send.
public enum TypingKind {
  TEXT("typing"),
  VOICE("recording voice"),
  UPLOAD("uploading");

  private final String doing;

  TypingKind(String doing) {
    this.doing = doing;
  }

  /// As in "Alice is typing...".
  String doing() {
    return doing;
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Null when there is no such kind.
  public static @Nullable TypingKind parse(String wire) {
    for (var kind : values()) {
      if (kind.wire().equals(wire)) {
        return kind;
      }
    }
    return null;
  }
}
