package io.klatch.domain.chat;

import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation as a member sees it.
///
/// @param members sorted
/// @param lastActivityAt when the last message was sent, or when it was created
/// @param lastMessage null while it has none
public record Conversation(
    ConversationId id,
    ConversationType type,
    Profile profile,
    List<UserId> members,
    UserId createdBy,
    Instant createdAt,
    Instant lastActivityAt,
    Seq lastSeq,
    ChangeSeq changeSeq,
    @Nullable Message lastMessage) {
  public Conversation {
    members = members.stream().sorted().toList();
  }

  public Conversation withoutLastMessage() {
    return with(null);
  }

  /// The same, showing that message as the last.
  public Conversation with(@Nullable Message last) {
    return new Conversation(
        id, type, profile, members, createdBy, createdAt, lastActivityAt, lastSeq, changeSeq, last);
  }

  public @Nullable String title() {
    return profile.title();
  }
}
