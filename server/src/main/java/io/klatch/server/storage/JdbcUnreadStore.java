package io.klatch.server.storage;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.Standing;
import io.klatch.domain.receipt.Unread;
import io.klatch.domain.receipt.UnreadStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is unread: last number less what is read, less what cannot be seen. The subtraction is done
/// in memory; statements, each for hundreds of members, are for marks that are not kept there and
/// for what there is to leave out: what was deleted, hidden, shown to others alone, or removed for
/// its age.
final class JdbcUnreadStore implements UnreadStore {
  /// A message deleted for all counts nowhere, a mention in it neither.
  private static final String GONE =
      "select 1 from messages m where m.tenant_id = v.t and m.conversation_id = v.c"
          + " and m.seq = %1$s.seq and m.deleted_at is not null";

  private static final String COUNTS =
      " select v.t, v.c, v.u,"
          + " (select count(*) from messages m where m.tenant_id = v.t"
          + " and m.conversation_id = v.c and m.seq > v.s and m.deleted_at is not null)"
          + " + (select count(*) from messages m where m.tenant_id = v.t"
          + " and m.conversation_id = v.c and m.seq > v.s and m.audience is not null"
          + " and m.audience <> v.u and m.deleted_at is null)"
          + " + (select count(*) from hidden_messages h where h.tenant_id = v.t"
          + " and h.conversation_id = v.c and h.user_id = v.u and h.seq > v.s and not exists ("
          + GONE.formatted("h")
          + "))"
          + " + coalesce((select c.removed_seq - v.s from conversations c where c.tenant_id = v.t"
          + " and c.conversation_id = v.c and c.removed_seq > v.s), 0),"
          + " (select count(distinct x.seq) from mentions x where x.tenant_id = v.t"
          + " and x.user_id in (v.u, '') and x.conversation_id = v.c and x.seq > v.s"
          + " and not exists ("
          + GONE.formatted("x")
          + ") and not exists (select 1 from hidden_messages h where h.tenant_id = v.t"
          + " and h.conversation_id = v.c and h.user_id = v.u and h.seq = x.seq)),"
          + " exists (select 1 from members mb where mb.tenant_id = v.t"
          + " and mb.conversation_id = v.c and mb.user_id = v.u and mb.left_pos is null"
          + " and not mb.archived and (mb.muted_until is null or mb.muted_until <= ?))"
          + " from v";

  private static final String CANDIDATES =
      "select mb.conversation_id, mb.user_id from members mb cross join conversations c"
          + " on c.tenant_id = mb.tenant_id and c.conversation_id = mb.conversation_id"
          + " left join watermarks w on w.tenant_id = mb.tenant_id"
          + " and w.conversation_id = mb.conversation_id and w.user_id = mb.user_id"
          + " where mb.left_pos is null and (w.marked_unread or (c.last_seq > 0"
          + " and c.last_seq > coalesce(w.read_seq, 0)"
          + " and c.last_seq > coalesce(w.private_read_seq, 0)))"
          + " and (mb.tenant_id, mb.user_id) in";

  private final Readers readers;
  private final JdbcWatermarkStore watermarks;
  private final Clock clock;

  JdbcUnreadStore(Readers readers, JdbcWatermarkStore watermarks, Clock clock) {
    this.readers = readers;
    this.watermarks = watermarks;
    this.clock = clock;
  }

  @Override
  public Map<MemberKey, Unread> unread(Collection<MemberKey> members) {
    var found = new HashMap<MemberKey, Unread>();
    var behind = new ArrayList<Map.Entry<MemberKey, Standing>>();
    for (var entry : watermarks.standings(members).entrySet()) {
      if (above(entry.getValue()) > 0) {
        behind.add(entry);
      } else {
        found.put(entry.getKey(), new Unread(entry.getValue(), 0, 0, true));
      }
    }
    for (var from = 0; from < behind.size(); from += WatermarkRows.KEYS_MAX) {
      var some = behind.subList(from, Math.min(from + WatermarkRows.KEYS_MAX, behind.size()));
      found.putAll(readers.read("counting what is unread", statements -> count(statements, some)));
    }
    return found;
  }

  @Override
  public List<MemberKey> candidates(TenantId tenant, Collection<UserId> users) {
    var all = List.copyOf(users);
    var found = new ArrayList<MemberKey>();
    for (var from = 0; from < all.size(); from += WatermarkRows.KEYS_MAX) {
      var some = all.subList(from, Math.min(from + WatermarkRows.KEYS_MAX, all.size()));
      found.addAll(
          readers.read(
              "finding what is unread", statements -> candidates(statements, tenant, some)));
    }
    return found;
  }

  private static long above(Standing standing) {
    return standing.lastSeq().value() - standing.marks().readByMember().value();
  }

  private Map<MemberKey, Unread> count(
      Statements statements, List<Map.Entry<MemberKey, Standing>> members) throws SQLException {
    var query = statements.withValues("with v(t, c, u, s) as", 4, members.size(), COUNTS);
    int parameter = 0;
    for (var i = 0; i < Statements.paddedRows(members.size()); i++) {
      var entry = members.get(Math.min(i, members.size() - 1));
      query.setString(++parameter, entry.getKey().tenant().value());
      query.setString(++parameter, entry.getKey().conversation().value());
      query.setString(++parameter, entry.getKey().user().value());
      query.setLong(++parameter, read(entry.getValue()).value());
    }
    query.setLong(++parameter, clock.millis());
    var standings = new HashMap<MemberKey, Standing>();
    members.forEach(entry -> standings.put(entry.getKey(), entry.getValue()));
    var found = new HashMap<MemberKey, Unread>();
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        var member =
            new MemberKey(
                new TenantId(rows.getString(1)),
                new ConversationId(rows.getString(2)),
                new UserId(rows.getString(3)));
        var standing = standings.get(member);
        if (standing != null) {
          found.put(member, unread(standing, rows));
        }
      }
    }
    return found;
  }

  // A message may have been deleted that came after the standing was looked at.
  private static Unread unread(Standing standing, ResultSet row) throws SQLException {
    var count = Math.max(0, above(standing) - row.getLong(4));
    return new Unread(standing, count, Math.min(count, row.getLong(5)), row.getBoolean(6));
  }

  private static Seq read(Standing standing) {
    return standing.marks().readByMember();
  }

  private static List<MemberKey> candidates(
      Statements statements, TenantId tenant, List<UserId> users) throws SQLException {
    var query = statements.withValues(CANDIDATES, 2, users.size(), "");
    int parameter = 0;
    for (var i = 0; i < Statements.paddedRows(users.size()); i++) {
      query.setString(++parameter, tenant.value());
      query.setString(++parameter, users.get(Math.min(i, users.size() - 1)).value());
    }
    var found = new ArrayList<MemberKey>();
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(
            new MemberKey(
                tenant, new ConversationId(rows.getString(1)), new UserId(rows.getString(2))));
      }
    }
    return found;
  }
}
