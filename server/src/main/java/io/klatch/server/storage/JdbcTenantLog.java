package io.klatch.server.storage;

import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.event.TenantLog;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A part of the log as one tenant's follower reads it.
///
/// By place, which a caller bounds: the tenant's column is wrapped so that no database takes an
/// index of the tenant instead, which would read all it ever wrote.
final class JdbcTenantLog implements TenantLog {
  private static final String MESSAGES =
      "select m.pos as m_pos,"
          + Rows.MESSAGE_COLUMNS
          + "from messages m where m.pos > ? and m.pos <= ? and (m.tenant_id || '') = ?"
          + " and m.audience is null";
  private static final String OPENED =
      "select conversation_id, opened_pos from conversations"
          + " where opened_pos > ? and opened_pos <= ? and (tenant_id || '') = ?";

  private final Readers readers;

  JdbcTenantLog(Readers readers) {
    this.readers = readers;
  }

  @Override
  public List<LogEvent> between(TenantId tenant, LogPosition after, LogPosition upTo) {
    return readers.read(
        "reading the log",
        statements -> {
          var events = new ArrayList<LogEvent>();
          addMessages(statements, tenant, after, upTo, events);
          addOpened(statements, tenant, after, upTo, events);
          events.addAll(ChangeRows.ofTenant(statements, tenant, after.value(), upTo.value()));
          events.sort(Comparator.comparing(LogEvent::position));
          return events;
        });
  }

  private static void addMessages(
      Statements statements,
      TenantId tenant,
      LogPosition after,
      LogPosition upTo,
      List<LogEvent> events)
      throws SQLException {
    try (var rows = ranged(statements.get(MESSAGES), tenant, after, upTo).executeQuery()) {
      while (rows.next()) {
        events.add(
            new LogEvent.MessageStored(
                new LogPosition(rows.getLong("m_pos")),
                tenant,
                Rows.time(rows, "m_persisted_at"),
                Rows.message(rows, statements.now())));
      }
    }
  }

  private static void addOpened(
      Statements statements,
      TenantId tenant,
      LogPosition after,
      LogPosition upTo,
      List<LogEvent> events)
      throws SQLException {
    record Opened(ConversationKey key, LogPosition at) {}
    var opened = new ArrayList<Opened>();
    try (var rows = ranged(statements.get(OPENED), tenant, after, upTo).executeQuery()) {
      while (rows.next()) {
        var id = new ConversationId(rows.getString("conversation_id"));
        opened.add(
            new Opened(
                new ConversationKey(tenant, id), new LogPosition(rows.getLong("opened_pos"))));
      }
    }
    for (var each : opened) {
      var now = ConversationRows.get(statements, each.key);
      events.add(
          new LogEvent.ConversationOpened(each.at, tenant, now.createdAt(), JdbcLog.asOpened(now)));
    }
  }

  private static PreparedStatement ranged(
      PreparedStatement select, TenantId tenant, LogPosition after, LogPosition upTo)
      throws SQLException {
    select.setLong(1, after.value());
    select.setLong(2, upTo.value());
    select.setString(3, tenant.value());
    return select;
  }
}
