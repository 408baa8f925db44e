package io.klatch.server.storage;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.webhook.DeadLetter;
import io.klatch.domain.webhook.EventType;
import io.klatch.domain.webhook.WebhookKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The table of events that webhooks did not take.
final class DeadLetterRows {
  private static final String WEBHOOK = " where tenant_id = ? and webhook_id = ?";

  private DeadLetterRows() {}

  static int add(Statements statements, DeadLetter letter, int max) throws SQLException {
    var upsert =
        statements.get(
            "insert into dead_letters (tenant_id, webhook_id, pos, conversation_id, type, body,"
                + " tries, failure, buried_at) values (?,?,?,?,?,?,?,?,?)"
                + " on conflict (tenant_id, webhook_id, pos) do update set tries = excluded.tries,"
                + " failure = excluded.failure, buried_at = excluded.buried_at");
    set(upsert, letter.hook());
    upsert.setLong(3, letter.position().value());
    upsert.setString(4, letter.conversation().value());
    upsert.setString(5, letter.type().wire());
    upsert.setString(6, letter.body());
    upsert.setInt(7, letter.tries());
    upsert.setString(8, letter.failure());
    upsert.setLong(9, letter.at().toEpochMilli());
    upsert.executeUpdate();
    return trim(statements, letter.hook(), max);
  }

  private static int trim(Statements statements, WebhookKey webhook, int max) throws SQLException {
    var delete =
        statements.get(
            "delete from dead_letters"
                + WEBHOOK
                + " and pos <= (select pos from dead_letters"
                + WEBHOOK
                + " order by pos desc limit 1 offset ?)");
    set(delete, webhook);
    delete.setString(3, webhook.tenant().value());
    delete.setString(4, webhook.id());
    delete.setInt(5, max);
    return delete.executeUpdate();
  }

  static List<DeadLetter> page(
      Statements statements, WebhookKey webhook, LogPosition after, int limit) throws SQLException {
    var select =
        statements.get(
            "select pos, conversation_id, type, body, tries, failure, buried_at from dead_letters"
                + WEBHOOK
                + " and pos > ? order by pos limit ?");
    set(select, webhook);
    select.setLong(3, after.value());
    select.setInt(4, limit);
    var found = new ArrayList<DeadLetter>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(letter(webhook, rows));
      }
    }
    return found;
  }

  static int remove(Statements statements, WebhookKey webhook, LogPosition position)
      throws SQLException {
    var delete = statements.get("delete from dead_letters" + WEBHOOK + " and pos = ?");
    set(delete, webhook);
    delete.setLong(3, position.value());
    return delete.executeUpdate();
  }

  static void removeAll(Statements statements, WebhookKey webhook) throws SQLException {
    var delete = statements.get("delete from dead_letters" + WEBHOOK);
    set(delete, webhook);
    delete.executeUpdate();
  }

  private static DeadLetter letter(WebhookKey webhook, ResultSet row) throws SQLException {
    var type = EventType.parse(row.getString("type"));
    if (type == null) {
      throw new SQLException("no such event of a webhook: " + row.getString("type"));
    }
    return new DeadLetter(
        webhook,
        new LogPosition(row.getLong("pos")),
        new ConversationId(row.getString("conversation_id")),
        type,
        row.getString("body"),
        row.getInt("tries"),
        row.getString("failure"),
        Rows.time(row, "buried_at"));
  }

  private static void set(PreparedStatement statement, WebhookKey webhook) throws SQLException {
    statement.setString(1, webhook.tenant().value());
    statement.setString(2, webhook.id());
  }
}
