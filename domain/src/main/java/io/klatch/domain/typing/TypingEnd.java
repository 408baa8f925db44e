package io.klatch.domain.typing;

import java.util.Locale;

/// How typing came to its end.
public enum TypingEnd {
  SENT,
  STOPPED,
  TIMED_OUT;

  /// As in metrics.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
