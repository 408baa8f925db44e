package io.klatch.domain.safety;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What became of a report or an appeal.
public enum ReviewState {
  OPEN,
  /// Somebody looks into it.
  IN_REVIEW,
  /// Something was done about it; of an appeal: in favour.
  RESOLVED,
  /// There was nothing to do.
  REJECTED;

  /// Whether it waits for a decision.
  public boolean isWaiting() {
    return this == OPEN || this == IN_REVIEW;
  }

  /// Whether it may go on to that. What is decided is first opened again, so that nobody overturns
  /// a decision they have not seen.
  public boolean mayBecome(ReviewState next) {
    return this == next || isWaiting() || next.isWaiting();
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static @Nullable ReviewState parse(String text) {
    for (var state : values()) {
      if (state.wire().equals(text)) {
        return state;
      }
    }
    return null;
  }
}
