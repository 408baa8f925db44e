package io.klatch.server.storage;

import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.SentMessages;

/// What was sent before, in SQL.
final class JdbcSentMessages implements SentMessages {
  private final Readers readers;

  JdbcSentMessages(Readers readers) {
    this.readers = readers;
  }

  @Override
  public boolean isSent(SendMessage command) {
    var id = command.clientMessageId();
    return id != null
        && readers.read(
            "looking for a message that was sent before",
            statements -> {
              var select =
                  statements.get(
                      "select 1 from messages where tenant_id = ? and conversation_id = ?"
                          + " and sender_id = ? and client_msg_id = ?");
              select.setString(1, command.sender().tenant().value());
              select.setString(2, command.conversation().value());
              select.setString(3, command.sender().user().value());
              select.setString(4, id.value());
              try (var rows = select.executeQuery()) {
                return rows.next();
              }
            });
  }
}
