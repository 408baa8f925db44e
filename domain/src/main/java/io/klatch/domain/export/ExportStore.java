package io.klatch.domain.export;

import io.klatch.domain.chat.Conversation;
import io.klatch.domain.export.Exported.OfChange;
import io.klatch.domain.export.Exported.OfFile;
import io.klatch.domain.export.Exported.OfMember;
import io.klatch.domain.export.Exported.OfMembership;
import io.klatch.domain.export.Exported.OfMessage;
import io.klatch.domain.export.Exported.OfReaction;
import io.klatch.domain.export.Exported.OfReport;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: everything at rest, whoever asks, in pages by rising key. All block; call on a virtual
/// thread. All throw [io.klatch.domain.kernel.UnavailableException] when the store cannot do it
/// now.
public interface ExportStore {
  /// Null when there is none.
  @Nullable Conversation conversation(ConversationKey key);

  List<OfMember> members(ConversationKey key, @Nullable UserId after, int limit);

  List<OfMessage> messages(ConversationKey key, Seq after, int limit);

  /// Those that all members were told.
  List<OfChange> changes(ConversationKey key, ChangeSeq after, int limit);

  /// Of those who left too.
  List<OfMembership> memberships(UserKey user, @Nullable ConversationId after, int limit);

  /// Those of the messages after one number and up to another that the user sent.
  List<OfMessage> sent(UserKey user, ConversationId conversation, Seq after, Seq upTo);

  /// The user's own, to messages after one number and up to another.
  List<OfReaction> reactions(UserKey user, ConversationId conversation, Seq after, Seq upTo);

  /// Those the user made.
  List<OfReport> reports(UserKey user, @Nullable OfReport after, int limit);

  /// What the user uploaded, but for what is not complete.
  List<OfFile> files(UserKey user, @Nullable OfFile after, int limit);
}
