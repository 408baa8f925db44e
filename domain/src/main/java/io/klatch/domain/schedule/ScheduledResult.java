package io.klatch.domain.schedule;

import io.klatch.domain.schedule.Scheduled.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a question for scheduled messages.
public sealed interface ScheduledResult {
  /// @param next where the next page begins; null when this is the last
  record Found(List<Scheduled> scheduled, @Nullable Place next) implements ScheduledResult {
    public Found {
      scheduled = List.copyOf(scheduled);
    }
  }

  record Unavailable() implements ScheduledResult {}
}
