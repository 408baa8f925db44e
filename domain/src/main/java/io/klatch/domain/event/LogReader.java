package io.klatch.domain.event;

import io.klatch.domain.kernel.UserKey;
import java.util.List;

/// Port: the log at rest. `missed` blocks; call on a virtual thread.
public interface LogReader {
  /// Names the database: positions of one epoch mean nothing in another. 1–32 letters and digits.
  String epoch();

  /// The last committed position.
  LogPosition head();

  /// Entries after `after` up to and with `upTo` in conversations of which the user is a member, by
  /// rising position, at most `limit`.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when the store cannot do it now
  List<LogEvent> missed(UserKey user, LogPosition after, LogPosition upTo, int limit);
}
