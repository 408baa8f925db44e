package io.klatch.server.storage;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.webhook.BeforeSend;
import io.klatch.domain.webhook.DeadLetter;
import io.klatch.domain.webhook.EventType;
import io.klatch.domain.webhook.Webhook;
import io.klatch.domain.webhook.WebhookKey;
import io.klatch.domain.webhook.WebhookStore;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Webhooks in SQL; their letters are in [DeadLetterRows].
final class JdbcWebhookStore implements WebhookStore {
  private static final String ALL =
      "select tenant_id, webhook_id, url, events, deadline_ms, fail_open, active, secrets,"
          + " created_at, pos from webhooks order by tenant_id, webhook_id";

  private final Writer writer;
  private final Readers readers;

  JdbcWebhookStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public List<Webhook> all() {
    return readers.read(
        "reading webhooks",
        statements -> {
          var found = new ArrayList<Webhook>();
          try (var rows = statements.get(ALL).executeQuery()) {
            while (rows.next()) {
              found.add(webhook(rows));
            }
          }
          return found;
        });
  }

  @Override
  public Map<WebhookKey, LogPosition> progress() {
    return readers.read(
        "reading how far webhooks are",
        statements -> {
          var found = new HashMap<WebhookKey, LogPosition>();
          try (var rows = statements.get(ALL).executeQuery()) {
            while (rows.next()) {
              found.put(key(rows), new LogPosition(rows.getLong("pos")));
            }
          }
          return found;
        });
  }

  @Override
  public void save(Webhook webhook, LogPosition start) {
    writer.write(batch -> upsert(batch.statements(), webhook, start));
  }

  @Override
  public void remove(WebhookKey webhook) {
    writer.write(batch -> {
      DeadLetterRows.removeAll(batch.statements(), webhook);
      var delete =
          batch.statements().get("delete from webhooks where tenant_id = ? and webhook_id = ?");
      delete.setString(1, webhook.tenant().value());
      delete.setString(2, webhook.id());
      return delete.executeUpdate();
    });
  }

  @Override
  public void advance(WebhookKey webhook, LogPosition position) {
    writer.write(batch -> {
      var update =
          batch
              .statements()
              .get(
                  "update webhooks set pos = ? where tenant_id = ? and webhook_id = ? and pos < ?");
      update.setLong(1, position.value());
      update.setString(2, webhook.tenant().value());
      update.setString(3, webhook.id());
      update.setLong(4, position.value());
      return update.executeUpdate();
    });
  }

  @Override
  public void bury(DeadLetter letter, int max) {
    writer.write(batch -> DeadLetterRows.add(batch.statements(), letter, max));
  }

  @Override
  public List<DeadLetter> deadLetters(WebhookKey webhook, LogPosition after, int limit) {
    return readers.read(
        "reading dead letters",
        statements -> DeadLetterRows.page(statements, webhook, after, limit));
  }

  @Override
  public void unbury(WebhookKey webhook, LogPosition position) {
    writer.write(batch -> DeadLetterRows.remove(batch.statements(), webhook, position));
  }

  private static int upsert(Statements statements, Webhook webhook, LogPosition start)
      throws SQLException {
    var upsert =
        statements.get(
            "insert into webhooks (tenant_id, webhook_id, url, events, deadline_ms, fail_open,"
                + " active, secrets, created_at, pos) values (?,?,?,?,?,?,?,?,?,?)"
                + " on conflict (tenant_id, webhook_id) do update set url = excluded.url,"
                + " events = excluded.events, deadline_ms = excluded.deadline_ms,"
                + " fail_open = excluded.fail_open, active = excluded.active,"
                + " secrets = excluded.secrets");
    upsert.setString(1, webhook.key().tenant().value());
    upsert.setString(2, webhook.key().id());
    upsert.setString(3, webhook.url().toString());
    upsert.setString(4, events(webhook.events()));
    setBeforeSend(upsert, webhook.beforeSend());
    upsert.setBoolean(7, webhook.active());
    upsert.setString(8, String.join(" ", webhook.secrets()));
    upsert.setLong(9, webhook.createdAt().toEpochMilli());
    upsert.setLong(10, start.value());
    return upsert.executeUpdate();
  }

  private static void setBeforeSend(PreparedStatement upsert, @Nullable BeforeSend beforeSend)
      throws SQLException {
    if (beforeSend == null) {
      upsert.setNull(5, Types.BIGINT);
      upsert.setBoolean(6, false);
    } else {
      upsert.setLong(5, beforeSend.deadline().toMillis());
      upsert.setBoolean(6, beforeSend.failOpen());
    }
  }

  private static String events(Set<EventType> events) {
    return events.stream().map(EventType::wire).sorted().collect(Collectors.joining(" "));
  }

  private static WebhookKey key(ResultSet row) throws SQLException {
    return new WebhookKey(new TenantId(row.getString("tenant_id")), row.getString("webhook_id"));
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    var deadline = row.getLong("deadline_ms");
    var told = row.wasNull();
    return new Webhook(
        key(row),
        URI.create(row.getString("url")),
        events(row.getString("events")),
        told ? null : new BeforeSend(Duration.ofMillis(deadline), row.getBoolean("fail_open")),
        row.getBoolean("active"),
        List.of(row.getString("secrets").split(" ", -1)),
        Rows.time(row, "created_at"));
  }

  /// An event this program does not know is left out.
  private static Set<EventType> events(String stored) {
    var events = EnumSet.noneOf(EventType.class);
    for (var name : stored.split(" ", -1)) {
      var event = EventType.parse(name);
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }
}
