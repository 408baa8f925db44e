package io.klatch.domain.schedule;

import io.klatch.domain.chat.Posting;
import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.SendResult;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.schedule.ScheduleListener.Status;
import io.klatch.domain.schedule.Scheduled.Place;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Sends what is due. Blocks; to be called again and again by one thread.
///
/// A message is sent once: it is taken away in the transaction that stores it, and one that was
/// cancelled or changed since it was read here is not stored. So this may end anywhere, in a crash
/// too, and begin anew. What is late is sent at the first round.
public final class Dispatch {
  /// Looked at in one round, so that a stop does not wait for more.
  public static final int ROUND_MAX = 1_000;

  private static final int PAGE = 100;

  private final ScheduleStore store;
  private final Posting posting;
  private final ScheduleListener listener;
  private final InstantSource clock;

  /// Where the next round goes on, so that those that have to wait do not hold up the rest; null
  /// for the beginning. Confined to the thread that calls.
  private @Nullable Place after;

  public Dispatch(
      ScheduleStore store, Posting posting, ScheduleListener listener, InstantSource clock) {
    this.store = store;
    this.posting = posting;
    this.listener = listener;
    this.clock = clock;
  }

  /// Sends what is due and may be sent now.
  public void round() {
    try {
      for (var looked = 0; looked < ROUND_MAX; looked += PAGE) {
        var due = store.due(clock.instant(), PAGE, after);
        for (var each : due) {
          after = each.place();
          send(each);
        }
        if (due.size() < PAGE) {
          after = null;
          return;
        }
      }
    } catch (UnavailableException _) {
      // The next round finds them as they are.
    }
  }

  private void send(Scheduled scheduled) {
    switch (posting.send(scheduled.message())) {
      case SendResult.Stored(var message, _, _) ->
          listener.changed(scheduled, Status.SENT, message.seq());
      case SendResult.Withdrawn() -> {}
      case SendResult.RateLimited _, SendResult.Unavailable _ -> {}
      case SendResult.NotFound(), SendResult.NoSuchMessage(), SendResult.NoSuchAttachment() ->
          fail(scheduled, ErrorCode.NOT_FOUND);
      case SendResult.MayNotPost(), SendResult.MayNotCallAll(), SendResult.Blocked() ->
          fail(scheduled, ErrorCode.FORBIDDEN);
      case SendResult.Restrained(Restraint.TooSoon _) -> {}
      case SendResult.Restrained(var why) -> fail(scheduled, why.code());
      case SendResult.Filtered _ -> fail(scheduled, ErrorCode.FILTERED);
      case SendResult.Rejected _ -> fail(scheduled, ErrorCode.REJECTED_BY_HOOK);
      case SendResult.TextUnfit _ -> fail(scheduled, ErrorCode.TEXT_TOO_LONG);
    }
  }

  private void fail(Scheduled scheduled, ErrorCode why) {
    var failed = store.fail(scheduled, why, Scheduling.FAILED_MAX);
    if (failed != null) {
      listener.changed(failed, Status.FAILED, null);
    }
  }
}
