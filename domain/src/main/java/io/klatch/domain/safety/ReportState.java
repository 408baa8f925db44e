package io.klatch.domain.safety;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What became of a report.
public enum ReportState {
  OPEN,
  /// Something was done about it.
  RESOLVED,
  /// There was nothing to do.
  REJECTED;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static @Nullable ReportState parse(String text) {
    for (var state : values()) {
      if (state.wire().equals(text)) {
        return state;
      }
    }
    return null;
  }
}
