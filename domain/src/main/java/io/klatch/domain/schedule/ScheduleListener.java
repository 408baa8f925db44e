package io.klatch.domain.schedule;

import io.klatch.domain.kernel.Seq;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Port: hears what becomes of scheduled messages. Does not block.
@FunctionalInterface
public interface ScheduleListener {
  /// @param seq as which message it was sent; null if it was not
  void changed(Scheduled scheduled, Status status, @Nullable Seq seq);

  /// Where a scheduled message has got to.
  enum Status {
    PENDING,
    SENT,
    CANCELLED,
    FAILED;

    /// As clients and metrics write it.
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
