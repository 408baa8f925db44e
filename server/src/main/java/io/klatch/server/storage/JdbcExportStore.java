package io.klatch.server.storage;

import io.klatch.domain.chat.Conversation;
import io.klatch.domain.export.ExportStore;
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

/// Everything there is, in SQL, in pages.
final class JdbcExportStore implements ExportStore {
  private final Readers readers;

  JdbcExportStore(Readers readers) {
    this.readers = readers;
  }

  @Override
  public @Nullable Conversation conversation(ConversationKey key) {
    var found =
        readers.read(
            "exporting a conversation",
            statements -> {
              var conversation = ConversationRows.find(statements, key);
              return conversation == null ? List.<Conversation>of() : List.of(conversation);
            });
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public List<OfMember> members(ConversationKey key, @Nullable UserId after, int limit) {
    return readers.read(
        "exporting members",
        statements ->
            StandingRows.page(statements, key, after, limit).members().stream()
                .map(each -> new OfMember(each.user(), each.role()))
                .toList());
  }

  @Override
  public List<OfMessage> messages(ConversationKey key, Seq after, int limit) {
    return readers.read(
        "exporting messages", statements -> ExportRows.messages(statements, key, after, limit));
  }

  @Override
  public List<OfChange> changes(ConversationKey key, ChangeSeq after, int limit) {
    return readers.read(
        "exporting changes",
        statements ->
            ChangeRows.toAll(statements, key, after, limit).stream().map(OfChange::new).toList());
  }

  @Override
  public List<OfMembership> memberships(UserKey user, @Nullable ConversationId after, int limit) {
    return readers.read(
        "exporting memberships",
        statements -> ExportRows.memberships(statements, user, after, limit));
  }

  @Override
  public List<OfMessage> sent(UserKey user, ConversationId conversation, Seq after, Seq upTo) {
    return readers.read(
        "exporting what a user sent",
        statements -> ExportRows.sent(statements, user, conversation, after, upTo));
  }

  @Override
  public List<OfReaction> reactions(
      UserKey user, ConversationId conversation, Seq after, Seq upTo) {
    return readers.read(
        "exporting reactions",
        statements -> ExportRows.reactions(statements, user, conversation, after, upTo));
  }

  @Override
  public List<OfReport> reports(UserKey user, @Nullable OfReport after, int limit) {
    return readers.read(
        "exporting reports",
        statements ->
            ReportRows.by(statements, user, after == null ? null : after.report(), limit).stream()
                .map(OfReport::new)
                .toList());
  }

  @Override
  public List<OfFile> files(UserKey user, @Nullable OfFile after, int limit) {
    return readers.read(
        "exporting files",
        statements ->
            AttachmentRows.of(statements, user, after == null ? null : after.attachment(), limit)
                .stream()
                .map(OfFile::new)
                .toList());
  }
}
