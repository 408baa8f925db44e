package io.klatch.server.storage;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.Extent;
import io.klatch.domain.attachment.FileName;
import io.klatch.domain.attachment.FileType;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.MessageId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of attachments and which messages have them, in the transactions of those messages.
final class AttachmentRows {
  private static final String COLUMNS =
      "select a.attachment_id, a.name, a.type, a.size, a.width, a.height, a.thumbnail"
          + " from attachments a";

  static final String SELECT =
      COLUMNS + " where a.tenant_id = ? and a.attachment_id = ? and a.state = 'stored'";

  /// In the order of an index.
  private static final String OWNED =
      COLUMNS
          + " where a.tenant_id = ? and a.user_id = ? and a.state = 'stored'"
          + " and (a.size, a.attachment_id) > (?, ?) order by a.size, a.attachment_id limit ?";

  /// The sender's own, or of the message that is forwarded.
  private static final String ATTACHABLE =
      SELECT
          + " and (a.user_id = ? or exists (select 1 from message_attachments r"
          + " where r.tenant_id = a.tenant_id and r.conversation_id = ? and r.seq = ?"
          + " and r.attachment_id = a.attachment_id))";

  private static final String OF_MESSAGES =
      " from message_attachments where tenant_id = ? and conversation_id = ?"
          + " and seq >= ? and seq <= ?";

  private AttachmentRows() {}

  /// What the message is to carry; null when one of it is not there or not the sender's.
  static @Nullable List<Attachment> attached(Statements statements, SendMessage message)
      throws SQLException {
    var found = new ArrayList<Attachment>();
    for (var id : message.attachments()) {
      var select = statements.get(ATTACHABLE);
      set(select, message.sender().tenant(), id);
      select.setString(3, message.sender().user().value());
      setSource(select, message.content().forwardedFrom());
      try (var rows = select.executeQuery()) {
        if (!rows.next()) {
          return null;
        }
        found.add(read(rows));
      }
    }
    return found;
  }

  private static void setSource(PreparedStatement select, @Nullable MessageId source)
      throws SQLException {
    var dot = source == null ? -1 : source.value().lastIndexOf('.');
    select.setString(4, source == null ? "" : source.value().substring(0, dot));
    select.setLong(5, source == null ? 0 : Long.parseLong(source.value().substring(dot + 1)));
  }

  /// The message has them from here on; they stay as long as one does.
  static void refer(
      Statements statements, ConversationKey key, Seq seq, List<Attachment> attachments)
      throws SQLException {
    for (var attachment : attachments) {
      var insert =
          statements.get(
              "insert into message_attachments (tenant_id, conversation_id, seq, attachment_id)"
                  + " values (?,?,?,?)");
      set(insert, key, seq);
      insert.setString(4, attachment.id().value());
      insert.executeUpdate();
      var update =
          statements.get(
              "update attachments set keep_until = null where tenant_id = ? and attachment_id = ?");
      set(update, key.tenant(), attachment.id());
      update.executeUpdate();
    }
  }

  /// The messages from `first` to `last` are gone; of what no other message has the time has come.
  static void release(Statements statements, ConversationKey key, Seq first, Seq last, Instant at)
      throws SQLException {
    var ids = new LinkedHashSet<AttachmentId>();
    var select = statements.get("select attachment_id" + OF_MESSAGES);
    set(select, key, first);
    select.setLong(4, last.value());
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        ids.add(new AttachmentId(rows.getString(1)));
      }
    }
    if (ids.isEmpty()) {
      return;
    }
    var delete = statements.get("delete" + OF_MESSAGES);
    set(delete, key, first);
    delete.setLong(4, last.value());
    delete.executeUpdate();
    for (var id : ids) {
      release(statements, key.tenant(), id, at);
    }
  }

  private static void release(Statements statements, TenantId tenant, AttachmentId id, Instant at)
      throws SQLException {
    var update =
        statements.get(
            "update attachments set keep_until = ? where tenant_id = ? and attachment_id = ?"
                + " and not exists (select 1 from message_attachments r"
                + " where r.tenant_id = attachments.tenant_id"
                + " and r.attachment_id = attachments.attachment_id)");
    update.setLong(1, at.toEpochMilli());
    update.setString(2, tenant.value());
    update.setString(3, id.value());
    update.executeUpdate();
  }

  /// What the user uploaded, the smaller first; at most `limit`.
  static List<Attachment> of(
      Statements statements, UserKey owner, @Nullable Attachment after, int limit)
      throws SQLException {
    var select = statements.get(OWNED);
    select.setString(1, owner.tenant().value());
    select.setString(2, owner.user().value());
    select.setLong(3, after == null ? -1 : after.size());
    select.setString(4, after == null ? "" : after.id().value());
    select.setInt(5, limit);
    var found = new ArrayList<Attachment>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(read(rows));
      }
    }
    return found;
  }

  static Attachment read(ResultSet row) throws SQLException {
    var width = row.getInt("width");
    return new Attachment(
        new AttachmentId(row.getString("attachment_id")),
        new FileName(row.getString("name")),
        FileType.parse(row.getString("type")),
        row.getLong("size"),
        width == 0 ? null : new Extent(width, row.getInt("height")),
        row.getBoolean("thumbnail"));
  }

  static void set(PreparedStatement statement, TenantId tenant, AttachmentId id)
      throws SQLException {
    statement.setString(1, tenant.value());
    statement.setString(2, id.value());
  }

  private static void set(PreparedStatement statement, ConversationKey key, Seq seq)
      throws SQLException {
    statement.setString(1, key.tenant().value());
    statement.setString(2, key.conversation().value());
    statement.setLong(3, seq.value());
  }
}
