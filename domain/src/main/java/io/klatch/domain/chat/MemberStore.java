package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: who comes into a conversation and who leaves it, each an entry of the log. Both check in
/// the same transaction that the actor is a member, block until the change is durable, and throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface MemberStore {
  /// Makes members of those who are not.
  MembersChanged add(
      ConversationKey conversation, UserId actor, @Nullable OpId op, List<UserId> users);

  /// Ends the user's membership, which may be the actor's own.
  MembersChanged remove(ConversationKey conversation, UserId actor, @Nullable OpId op, UserId user);

  /// What became of it.
  sealed interface MembersChanged {
    /// It is durable.
    ///
    /// @param changes none when everybody was in, or out, already
    /// @param deduplicated true when the operation was done before: `changes` has its first one
    record Done(List<Change> changes, boolean deduplicated) implements MembersChanged {
      public Done {
        changes = List.copyOf(changes);
      }
    }

    /// No such conversation, or the actor is not in it.
    record NotFound() implements MembersChanged {}
  }
}
