package io.klatch.server.storage;

import io.klatch.domain.chat.Memberships;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;

/// Membership in SQL.
final class JdbcMemberships implements Memberships {
  private final Readers readers;

  JdbcMemberships(Readers readers) {
    this.readers = readers;
  }

  @Override
  public boolean isMember(ConversationKey conversation, UserId user) {
    return readers.read(
        "looking for a member", statements -> MemberRows.isMember(statements, conversation, user));
  }

  @Override
  public Voice voice(ConversationKey conversation, UserId user) {
    return readers.read(
        "looking whether a user is heard",
        statements -> {
          var role = StandingRows.role(statements, conversation, user);
          if (role == null) {
            return Voice.NONE;
          }
          var gate = RoomGate.find(statements, conversation, user, role, statements.now());
          return gate == null || (gate.restraint() == null && !gate.isShadowed())
              ? Voice.HEARD
              : Voice.SILENT;
        });
  }
}
