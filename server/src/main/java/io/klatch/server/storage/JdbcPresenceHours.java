package io.klatch.server.storage;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.presence.PresenceHours;
import io.klatch.domain.presence.PresenceTally.Stretch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Counts of presence in SQL.
final class JdbcPresenceHours implements PresenceHours {
  private final Writer writer;
  private final Readers readers;

  JdbcPresenceHours(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public void add(Instant hour, Duration passed, List<Stretch> stretches) {
    writer.write(batch -> {
      for (var stretch : stretches) {
        add(batch, hour, passed, stretch);
      }
      return true;
    });
  }

  @Override
  public List<Hour> since(TenantId tenant, Instant from) {
    return readers.read(
        "reading counts of presence",
        statements -> {
          var select =
              statements.get(
                  "select hour, peak, online_ms, sessions, session_ms, session_ms_max"
                      + " from presence_hours where tenant_id = ? and hour >= ? order by hour");
          select.setString(1, tenant.value());
          select.setLong(2, from.toEpochMilli());
          var hours = new ArrayList<Hour>();
          try (var rows = select.executeQuery()) {
            while (rows.next()) {
              hours.add(hour(rows));
            }
          }
          return hours;
        });
  }

  @Override
  public void forget(Instant before) {
    writer.write(batch -> {
      var delete = batch.statements().get("delete from presence_hours where hour < ?");
      delete.setLong(1, before.toEpochMilli());
      return delete.executeUpdate();
    });
  }

  private static void add(Batch batch, Instant hour, Duration passed, Stretch stretch)
      throws SQLException {
    var upsert =
        batch
            .statements()
            .get(
                "insert into presence_hours as h (tenant_id, hour, peak, online_ms, sessions,"
                    + " session_ms, session_ms_max) values (?,?,?,?,?,?,?)"
                    + " on conflict (tenant_id, hour) do update set"
                    + " peak = case when excluded.peak > h.peak then excluded.peak else h.peak end,"
                    + " online_ms = h.online_ms + excluded.online_ms,"
                    + " sessions = h.sessions + excluded.sessions,"
                    + " session_ms = h.session_ms + excluded.session_ms,"
                    + " session_ms_max = case when excluded.session_ms_max > h.session_ms_max"
                    + " then excluded.session_ms_max else h.session_ms_max end");
    upsert.setString(1, stretch.tenant().value());
    upsert.setLong(2, hour.toEpochMilli());
    upsert.setLong(3, stretch.peak());
    upsert.setLong(4, passed.toMillis() * stretch.online());
    upsert.setLong(5, stretch.sessions());
    upsert.setLong(6, stretch.sessionTime().toMillis());
    upsert.setLong(7, stretch.longestSession().toMillis());
    upsert.executeUpdate();
  }

  private static Hour hour(ResultSet row) throws SQLException {
    return new Hour(
        Rows.time(row, "hour"),
        row.getInt("peak"),
        Duration.ofMillis(row.getLong("online_ms")),
        row.getLong("sessions"),
        Duration.ofMillis(row.getLong("session_ms")),
        Duration.ofMillis(row.getLong("session_ms_max")));
  }
}
