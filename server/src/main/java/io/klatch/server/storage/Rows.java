package io.klatch.server.storage;

import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.Marks;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows to records, and what may be null to parameters. Pure functions.
final class Rows {
  /// What [#message] reads, from a table named `m`.
  static final String MESSAGE_COLUMNS =
      " m.conversation_id as m_conversation_id, m.seq as m_seq, m.sender_id as m_sender_id,"
          + " m.text as m_text, m.client_msg_id as m_client_msg_id,"
          + " m.created_at as m_created_at, m.persisted_at as m_persisted_at,"
          + " m.thread as m_thread, m.extras as m_extras, m.edited_at as m_edited_at,"
          + " m.deleted_at as m_deleted_at, m.expires_at as m_expires_at,"
          + " m.audience as m_audience ";

  private Rows() {}

  /// One whose time has passed is shown as deleted, whether it was or not.
  static Message message(ResultSet row, Instant now) throws SQLException {
    var clientId = row.getString("m_client_msg_id");
    var isOver = isOver(row, now);
    var expiresAt = row.getLong("m_expires_at");
    var audience = row.getString("m_audience");
    return new Message(
        new ConversationId(row.getString("m_conversation_id")),
        new Seq(row.getLong("m_seq")),
        new UserId(row.getString("m_sender_id")),
        isOver ? "" : row.getString("m_text"),
        clientId == null ? null : new ClientMessageId(clientId),
        time(row, "m_created_at"),
        ContentColumns.content(row.getLong("m_thread"), isOver ? null : row.getString("m_extras")),
        marks(row, isOver),
        expiresAt == 0 ? null : Instant.ofEpochMilli(expiresAt),
        audience == null ? null : new UserId(audience));
  }

  static boolean isOver(ResultSet row, Instant now) throws SQLException {
    var expiresAt = row.getLong("m_expires_at");
    return expiresAt != 0 && expiresAt <= now.toEpochMilli();
  }

  // What other tables hold of it is added by MarkRows, where it is shown.
  private static Marks marks(ResultSet row, boolean isOver) throws SQLException {
    var editedAt = row.getLong("m_edited_at");
    var deleted = isOver || row.getLong("m_deleted_at") != 0;
    return editedAt == 0 && !deleted
        ? Marks.NONE
        : new Marks(
            editedAt == 0 ? null : Instant.ofEpochMilli(editedAt), deleted, false, 0, List.of());
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    var millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  static void setTime(PreparedStatement statement, int parameter, @Nullable Instant time)
      throws SQLException {
    setLong(statement, parameter, time == null ? null : time.toEpochMilli());
  }

  static void setLong(PreparedStatement statement, int parameter, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(parameter, Types.BIGINT);
    } else {
      statement.setLong(parameter, value);
    }
  }

  static ConversationType type(String stored) throws SQLException {
    for (var type : ConversationType.values()) {
      if (type.wire().equals(stored)) {
        return type;
      }
    }
    throw new SQLException("no such conversation type: " + stored);
  }

  static Role role(String stored) throws SQLException {
    var role = Role.parse(stored);
    if (role == null) {
      throw new SQLException("no such role: " + stored);
    }
    return role;
  }
}
