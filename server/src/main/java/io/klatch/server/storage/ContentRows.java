package io.klatch.server.storage;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// What an append does for a message that is more than its text; nothing of it runs for others.
final class ContentRows {
  /// Stands for every member in the table of mentions; no user id is empty.
  private static final String ALL = "";

  private ContentRows() {}

  /// Why it cannot be sent; null when it can.
  ///
  /// @param lastSeq of the conversation: every number up to it is a message
  static @Nullable Appended refusal(
      Statements statements, ConversationKey key, SendMessage command, Seq lastSeq)
      throws SQLException {
    var content = command.content();
    if (content.replyTo() != null && !isIn(content.replyTo(), lastSeq)) {
      return new Appended.NoSuchMessage();
    }
    if (content.thread() != null
        && !beginsThread(statements, key, content.thread(), command.sender().user())) {
      return new Appended.NoSuchMessage();
    }
    var mentions = content.mentions();
    var sender = command.sender().user();
    if ((mentions.all() || mentions.here())
        && !sender.equals(UserId.SYSTEM)
        && !MemberRows.mayCallAll(statements, key, sender)) {
      return new Appended.MayNotCallAll();
    }
    return AttachmentRows.attached(statements, command) == null
        ? new Appended.NoSuchAttachment()
        : null;
  }

  /// Without mentions of those who are not members or apart from the sender, and with the files
  /// there are.
  static Content found(Statements statements, ConversationKey key, SendMessage command)
      throws SQLException {
    var files = AttachmentRows.attached(statements, command);
    var content = files == null ? command.content() : command.content().with(files);
    return amongMembers(statements, key, command.sender().user(), content);
  }

  private static Content amongMembers(
      Statements statements, ConversationKey key, UserId sender, Content content)
      throws SQLException {
    var mentions = content.mentions();
    if (mentions.users().isEmpty()) {
      return content;
    }
    var members = new ArrayList<UserId>();
    for (var user : mentions.users()) {
      if (MemberRows.isMember(statements, key, user)
          && !BlockRows.areApart(statements, key.tenant(), sender, user)) {
        members.add(user);
      }
    }
    return content.mentioning(new Mentions(members, mentions.here(), mentions.all()));
  }

  /// Adds what other tables hold of the message. What only its sender is shown calls nobody and is
  /// no reply to count.
  static void insert(Statements statements, ConversationKey key, Message message)
      throws SQLException {
    var content = message.content();
    var seq = message.seq();
    if (message.audience() == null) {
      insertForAll(statements, key, seq, content);
    }
    AttachmentRows.refer(statements, key, seq, content.attachments());
  }

  private static void insertForAll(
      Statements statements, ConversationKey key, Seq seq, Content content) throws SQLException {
    var mentions = content.mentions();
    for (var user : mentions.users()) {
      insertMention(statements, key, user.value(), seq);
    }
    if (mentions.all()) {
      insertMention(statements, key, ALL, seq);
    }
    if (content.thread() != null) {
      countReply(statements, key, content.thread(), seq);
    }
  }

  /// Nobody is mentioned in the message any more; while it still says whom it mentioned.
  static void forgetMentions(Statements statements, ConversationKey key, Seq seq)
      throws SQLException {
    var select =
        statements.get(
            "select extras from messages where tenant_id = ? and conversation_id = ? and seq = ?"
                + " and extras is not null");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setLong(3, seq.value());
    String extras;
    try (var rows = select.executeQuery()) {
      extras = rows.next() ? rows.getString(1) : null;
    }
    var mentions = ContentColumns.content(0, extras).mentions();
    for (var user : mentions.users()) {
      deleteMention(statements, key, user.value(), seq);
    }
    if (mentions.all()) {
      deleteMention(statements, key, ALL, seq);
    }
  }

  private static boolean isIn(Seq seq, Seq lastSeq) {
    return seq.value() > 0 && seq.compareTo(lastSeq) <= 0;
  }

  private static boolean beginsThread(
      Statements statements, ConversationKey key, Seq seq, UserId sender) throws SQLException {
    var select =
        statements.get(
            "select 1 from messages where tenant_id = ? and conversation_id = ? and seq = ?"
                + " and thread is null and (audience is null or audience = ?)");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setLong(3, seq.value());
    select.setString(4, sender.value());
    try (var rows = select.executeQuery()) {
      return rows.next();
    }
  }

  private static void insertMention(
      Statements statements, ConversationKey key, String user, Seq seq) throws SQLException {
    var insert =
        statements.get(
            "insert into mentions (tenant_id, conversation_id, user_id, seq) values (?,?,?,?)");
    insert.setString(1, key.tenant().value());
    insert.setString(2, key.conversation().value());
    insert.setString(3, user);
    insert.setLong(4, seq.value());
    insert.executeUpdate();
  }

  private static void deleteMention(
      Statements statements, ConversationKey key, String user, Seq seq) throws SQLException {
    var delete =
        statements.get(
            "delete from mentions where tenant_id = ? and conversation_id = ? and user_id = ?"
                + " and seq = ?");
    delete.setString(1, key.tenant().value());
    delete.setString(2, key.conversation().value());
    delete.setString(3, user);
    delete.setLong(4, seq.value());
    delete.executeUpdate();
  }

  private static void countReply(Statements statements, ConversationKey key, Seq root, Seq seq)
      throws SQLException {
    var upsert =
        statements.get(
            "insert into threads (tenant_id, conversation_id, seq, replies, last_seq)"
                + " values (?,?,?,1,?) on conflict (tenant_id, conversation_id, seq)"
                + " do update set replies = threads.replies + 1, last_seq = excluded.last_seq");
    upsert.setString(1, key.tenant().value());
    upsert.setString(2, key.conversation().value());
    upsert.setLong(3, root.value());
    upsert.setLong(4, seq.value());
    upsert.executeUpdate();
  }
}
