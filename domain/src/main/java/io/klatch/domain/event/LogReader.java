package io.klatch.domain.event;

import io.klatch.domain.kernel.UserKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: the log at rest. `missed` blocks; call on a virtual thread.
public interface LogReader {
  /// Names the database: positions of one epoch mean nothing in another. 1–32 letters and digits.
  String epoch();

  /// The last committed position.
  LogPosition head();

  /// Entries after `after` up to and with `upTo` in conversations of which the user is a member, by
  /// rising position; all of them, or null when there are more than `max`.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when the store cannot do it now
  @Nullable List<LogEvent> missed(UserKey user, LogPosition after, LogPosition upTo, int max);
}
