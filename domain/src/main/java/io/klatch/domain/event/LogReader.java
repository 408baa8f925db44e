package io.klatch.domain.event;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Port: the log at rest. `missed` and `members` block.
public interface LogReader {
  /// Names the database: positions of one epoch mean nothing in another. 1–32 letters and digits.
  String epoch();

  /// The last committed position.
  LogPosition head();

  /// Entries after `after` up to and with `upTo` that concern the user, by rising position; all of
  /// them, or null when there are more than `max`. Of a conversation the user came into or left
  /// meanwhile these are the entries from the coming, up to and with the leaving.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when the store cannot do it now
  @Nullable List<LogEvent> missed(UserKey user, LogPosition after, LogPosition upTo, int max);

  /// Who is told of an entry of the conversation at that position: whoever came at it or before and
  /// had not left before it. Empty when the conversation is unknown.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when the store cannot do it now
  Set<UserId> members(ConversationKey conversation, LogPosition at);
}
