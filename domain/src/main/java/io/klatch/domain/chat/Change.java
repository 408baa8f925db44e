package io.klatch.domain.chat;

import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something of a conversation became different: an entry of the log beside its messages.
///
/// @param number the conversation's count of changes with this one
/// @param actor who did it
/// @param audience null when all members are told, otherwise the one user whose own matter it is
public record Change(
    ConversationId conversation,
    ChangeSeq number,
    UserId actor,
    Instant at,
    @Nullable UserId audience,
    What what) {

  /// What became different. Each holds all a client needs to follow, so that it reads the same
  /// whenever it is told.
  public sealed interface What {}

  /// The user is a member from here on. They are shown the conversation instead.
  ///
  /// @param lastSeq the last message before they came
  public record MemberAdded(UserId user, Seq lastSeq) implements What {}

  /// The user left or was removed; this is the last thing they are told.
  public record MemberRemoved(UserId user) implements What {}

  /// @param text as it is when it is told, like `body`: empty if the message was deleted since
  public record MessageEdited(Seq seq, String text, @Nullable String body, Instant editedAt)
      implements What {}

  /// For all.
  public record MessageDeleted(Seq seq) implements What {}

  /// Its time had passed, and it was deleted for all. The actor is its author.
  public record MessageExpired(Seq seq) implements What {}

  /// The actor deleted it for themselves.
  public record MessageHidden(Seq seq) implements What {}

  /// @param count how many show it now
  public record ReactionAdded(Seq seq, Emoji emoji, long count) implements What {}

  /// @param count how many show it still
  public record ReactionRemoved(Seq seq, Emoji emoji, long count) implements What {}

  public record MessagePinned(Seq seq) implements What {}

  public record MessageUnpinned(Seq seq) implements What {}

  /// The user may do more or less from here on.
  public record RoleGiven(UserId user, Role role) implements What {}

  /// Title, picture or metadata changed; all three as they are now.
  public record ProfileChanged(Profile profile) implements What {}

  /// The actor keeps the conversation otherwise; their own matter.
  public record SettingsChanged(MemberStanding.Settings settings) implements What {}
}
