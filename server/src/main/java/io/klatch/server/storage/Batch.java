package io.klatch.server.storage;

import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.Message;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.TenantId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One transaction of the writer: its statements, its time, and the log entries it adds. Confined
/// to the writer's thread.
final class Batch {
  private final Statements statements;
  private final long headBefore;
  private final Instant now;
  private final List<LogEvent> events = new ArrayList<>();

  /// @param headBefore the last committed log position
  Batch(Statements statements, long headBefore, Instant now) {
    this.statements = statements;
    this.headBefore = headBefore;
    this.now = now;
  }

  Statements statements() {
    return statements;
  }

  Instant now() {
    return now;
  }

  List<LogEvent> events() {
    return events;
  }

  long head() {
    return headBefore + events.size();
  }

  LogPosition addMessage(TenantId tenant, Message message, Instant persistedAt) {
    var position = nextPosition();
    events.add(new LogEvent.MessageStored(position, tenant, persistedAt, message));
    return position;
  }

  void addConversation(TenantId tenant, Conversation conversation) {
    events.add(
        new LogEvent.ConversationOpened(
            nextPosition(), tenant, conversation.createdAt(), conversation));
  }

  /// Writes the entries added; once, before the commit.
  void writeLog() throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    var insert =
        statements.get(
            "insert into log (pos, tenant_id, conversation_id, kind, seq) values (?,?,?,?,?)");
    for (var event : events) {
      bind(insert, event);
      insert.addBatch();
    }
    insert.executeBatch();
  }

  private static void bind(PreparedStatement insert, LogEvent event) throws SQLException {
    insert.setLong(1, event.position().value());
    insert.setString(2, event.tenant().value());
    insert.setString(3, event.conversationKey().conversation().value());
    switch (event) {
      case LogEvent.MessageStored stored -> {
        insert.setString(4, JdbcLog.MESSAGE);
        insert.setLong(5, stored.message().seq().value());
      }
      case LogEvent.ConversationOpened _ -> {
        insert.setString(4, JdbcLog.CONVERSATION);
        insert.setNull(5, Types.BIGINT);
      }
    }
  }

  /// What the next entry added will get.
  LogPosition nextPosition() {
    return new LogPosition(head() + 1);
  }
}
