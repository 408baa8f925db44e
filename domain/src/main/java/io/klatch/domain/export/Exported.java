package io.klatch.domain.export;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.MemberStanding;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessageChanges.Version;
import io.klatch.domain.chat.Role;
import io.klatch.domain.draft.Draft;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.presence.StoredPresence;
import io.klatch.domain.privacy.Privacy;
import io.klatch.domain.receipt.Marks;
import io.klatch.domain.safety.BlockPage.Block;
import io.klatch.domain.safety.Report;
import io.klatch.domain.schedule.Scheduled;
import io.klatch.domain.user.User;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of an export.
public sealed interface Exported {
  record OfConversation(Conversation conversation) implements Exported {}

  record OfMember(UserId user, Role role) implements Exported {}

  /// @param versions what it said before and says, oldest first; empty when it was never edited
  /// @param reactions who showed what
  record OfMessage(Message message, List<Version> versions, List<ReactionOf> reactions)
      implements Exported {}

  /// What became different in a conversation.
  record OfChange(Change change) implements Exported {}

  /// What a back end told of the user.
  record OfUser(User user) implements Exported {}

  record OfPrivacy(Privacy privacy) implements Exported {}

  record OfPresence(StoredPresence presence) implements Exported {}

  /// Whom the user keeps away.
  record OfBlock(Block block) implements Exported {}

  /// What the user reported.
  record OfReport(Report report) implements Exported {}

  record OfDraft(Draft draft) implements Exported {}

  record OfScheduled(Scheduled scheduled) implements Exported {}

  /// A file the user uploaded; its bytes are read by its id.
  record OfFile(Attachment attachment) implements Exported {}

  /// A conversation the user is in, or was.
  ///
  /// @param standing null when they left
  /// @param marks how far they have got
  /// @param lastSeq of the conversation
  record OfMembership(
      ConversationId conversation, @Nullable MemberStanding standing, Marks marks, Seq lastSeq)
      implements Exported {}

  /// The user's own reaction to a message.
  record OfReaction(ConversationId conversation, Seq seq, ReactionOf reaction)
      implements Exported {}

  /// Everything was told.
  ///
  /// @param count of pieces before it
  record End(long count) implements Exported {}

  record ReactionOf(Emoji emoji, UserId user, Instant at) {}
}
