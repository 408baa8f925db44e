package io.klatch.server.storage;

import io.klatch.domain.chat.Memberships;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import java.sql.SQLException;

/// Membership in SQL.
final class JdbcMemberships implements Memberships {
  private final Readers readers;

  JdbcMemberships(Readers readers) {
    this.readers = readers;
  }

  @Override
  public boolean isMember(ConversationKey conversation, UserId user) {
    return readers.read(
        "looking for a member", statements -> isMember(statements, conversation, user));
  }

  private static boolean isMember(Statements statements, ConversationKey key, UserId user)
      throws SQLException {
    var select =
        statements.get(
            "select 1 from members where tenant_id = ? and conversation_id = ? and user_id = ?");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setString(3, user.value());
    try (var rows = select.executeQuery()) {
      return rows.next();
    }
  }
}
