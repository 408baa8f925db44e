package io.klatch.server.storage;

import io.klatch.domain.chat.Contacts;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// Who shares a conversation, in SQL.
final class JdbcContacts implements Contacts {
  private final Readers readers;

  JdbcContacts(Readers readers) {
    this.readers = readers;
  }

  @Override
  public Set<UserId> among(UserKey user, Set<UserId> others) {
    return others.isEmpty()
        ? Set.of()
        : readers.read(
            "looking for contacts", statements -> among(statements, user, List.copyOf(others)));
  }

  private static Set<UserId> among(Statements statements, UserKey user, List<UserId> others)
      throws SQLException {
    var select =
        statements.withValues(
            "with wanted (user_id) as",
            1,
            others.size(),
            " select distinct w.user_id from wanted w where exists (select 1 from members a"
                + " cross join members b where a.tenant_id = ? and a.user_id = ?"
                + " and a.left_pos is null and b.tenant_id = a.tenant_id"
                + " and b.conversation_id = a.conversation_id and b.user_id = w.user_id"
                + " and b.left_pos is null)");
    var next = JdbcPresenceStore.setUsers(select, others);
    select.setString(next, user.tenant().value());
    select.setString(next + 1, user.user().value());
    try (var rows = select.executeQuery()) {
      return Set.copyOf(JdbcPresenceStore.users(rows));
    }
  }
}
