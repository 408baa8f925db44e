package io.klatch.domain.schedule;

import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.schedule.Scheduled.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: scheduled messages at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now. What changes
/// something returns when that is durable.
///
/// The store takes a scheduled message away in the transaction that gives it its number as a
/// message, and sends none that is another or not there by then.
public interface ScheduleStore {
  /// Keeps it for a member of its conversation. One of the same id that waits, failed or was sent
  /// is found instead.
  ///
  /// @param pendingMax how many of a user may wait
  ScheduleResult add(Scheduled scheduled, int pendingMax);

  /// Those of a user in the order in which they are due, the failed ones among them.
  List<Scheduled> list(UserKey user, int limit, @Nullable Place after);

  /// The one that was taken away; null when there is none.
  @Nullable Scheduled cancel(UserKey user, ScheduledId id);

  ScheduleResult change(UserKey user, ScheduledId id, ScheduleChange change, int pendingMax);

  /// Those of all users that wait no longer than `now`, in their order.
  List<Scheduled> due(Instant now, int limit, @Nullable Place after);

  /// Keeps it as refused, and of its user's refused ones the newest `failedMax`.
  ///
  /// @return as it is kept; null when it is another by now, and nothing was done
  @Nullable Scheduled fail(Scheduled scheduled, ErrorCode why, int failedMax);
}
