package io.klatch.domain.schedule;

import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.Unfit;
import java.time.Duration;
import java.time.Instant;

/// What became of a message to send later. A refusal stores nothing.
public sealed interface ScheduleResult {
  /// It waits, and is on disk.
  ///
  /// @param deduplicated true when an earlier try had done it: `scheduled` is that one's, as it is
  ///   now
  record Waits(Scheduled scheduled, boolean deduplicated) implements ScheduleResult {}

  /// An earlier try had done it, and it has been sent since.
  record Sent(Message message, Instant persistedAt) implements ScheduleResult {}

  /// No such conversation, or the sender is not in it.
  record NotFound() implements ScheduleResult {}

  /// There is none of that id: it was sent or cancelled, or is somebody else's.
  record NoSuchScheduled() implements ScheduleResult {}

  /// It is to be sent too soon to be scheduled, or too late.
  record TimeUnfit(Duration aheadMin, Duration aheadMax) implements ScheduleResult {}

  record TextUnfit(Unfit why) implements ScheduleResult {}

  /// The user has as many waiting as allowed.
  record TooMany(int max) implements ScheduleResult {}

  record RateLimited(Duration retryAfter) implements ScheduleResult {}

  record Unavailable() implements ScheduleResult {}
}
