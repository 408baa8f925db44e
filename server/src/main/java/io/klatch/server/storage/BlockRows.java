package io.klatch.server.storage;

import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.safety.BlockPage;
import io.klatch.domain.safety.BlockResult;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The table of blocks. A row has the newest state of a pair, and the place in the log at which it
/// came about.
final class BlockRows {
  private static final String PAIR = " where tenant_id = ? and user_id = ? and other_id = ?";
  private static final String OWNER = " where tenant_id = ? and user_id = ?";

  /// Pairs in one statement.
  private static final int PAIRS_MAX = 500;

  private BlockRows() {}

  static BlockResult block(Batch batch, UserKey owner, UserId other, int blockedMax)
      throws SQLException {
    var statements = batch.statements();
    if (isSet(statements, owner, other)) {
      return new BlockResult.Done(false);
    }
    if (count(statements, owner, true) >= blockedMax) {
      return new BlockResult.TooMany(blockedMax);
    }
    set(batch, owner, other, true);
    close(statements, owner, other, true);
    return new BlockResult.Done(true);
  }

  /// @param liftedMax rows of blocks that were lifted to keep
  static BlockResult unblock(Batch batch, UserKey owner, UserId other, int liftedMax)
      throws SQLException {
    var statements = batch.statements();
    if (!isSet(statements, owner, other)) {
      return new BlockResult.Done(false);
    }
    set(batch, owner, other, false);
    var reverse = new UserKey(owner.tenant(), other);
    close(statements, owner, other, isSet(statements, reverse, owner.user()));
    if (count(statements, owner, false) > liftedMax) {
      forgetOldest(statements, owner);
    }
    return new BlockResult.Done(true);
  }

  /// One row more than `limit` says whether there is more.
  static BlockPage page(Statements statements, UserKey owner, @Nullable UserId after, int limit)
      throws SQLException {
    var select =
        statements.get(
            "select other_id, since from blocks"
                + OWNER
                + " and other_id > ? and blocked order by other_id limit ?");
    set(select, owner);
    select.setString(3, after == null ? "" : after.value());
    select.setInt(4, limit + 1);
    var found = new ArrayList<BlockPage.Block>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new BlockPage.Block(new UserId(rows.getString("other_id")), Rows.time(rows, "since")));
      }
    }
    var hasMore = found.size() > limit;
    return new BlockPage(hasMore ? found.subList(0, limit) : found, hasMore);
  }

  /// Whom each of the users keeps away; without those who keep away nobody.
  static Map<UserId, Set<UserId>> keptAway(
      Statements statements, TenantId tenant, List<UserId> users) throws SQLException {
    var select =
        statements.withValues(
            "select user_id, other_id from blocks where blocked and (tenant_id, user_id) in",
            2,
            users.size(),
            "");
    int parameter = 0;
    for (var i = 0; i < Statements.paddedRows(users.size()); i++) {
      select.setString(++parameter, tenant.value());
      select.setString(++parameter, users.get(Math.min(i, users.size() - 1)).value());
    }
    var found = new HashMap<UserId, Set<UserId>>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found
            .computeIfAbsent(new UserId(rows.getString(1)), _ -> new HashSet<>())
            .add(new UserId(rows.getString(2)));
      }
    }
    return found;
  }

  /// At most `limit` entries of the log that tell this user of their own blocks.
  static List<LogEvent.BlockSet> between(
      Statements statements, UserKey owner, LogPosition after, LogPosition upTo, int limit)
      throws SQLException {
    var select =
        statements.get(
            "select other_id, blocked, since, pos from blocks"
                + OWNER
                + " and pos > ? and pos <= ? order by pos limit ?");
    set(select, owner);
    select.setLong(3, after.value());
    select.setLong(4, upTo.value());
    select.setInt(5, limit);
    var found = new ArrayList<LogEvent.BlockSet>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new LogEvent.BlockSet(
                new LogPosition(rows.getLong("pos")),
                owner.tenant(),
                Rows.time(rows, "since"),
                owner.user(),
                new UserId(rows.getString("other_id")),
                rows.getBoolean("blocked")));
      }
    }
    return found;
  }

  /// Whether one of the two has blocked the other.
  static boolean areApart(Statements statements, TenantId tenant, UserId one, UserId other)
      throws SQLException {
    return isSet(statements, new UserKey(tenant, one), other)
        || isSet(statements, new UserKey(tenant, other), one);
  }

  /// Whether nobody can send in it: it is a direct conversation of two who are apart.
  static boolean isBlocked(Statements statements, ConversationKey key) throws SQLException {
    var select =
        statements.get(
            "select 1 from conversations where tenant_id = ? and conversation_id = ?"
                + " and blocked");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    try (var rows = select.executeQuery()) {
      return rows.next();
    }
  }

  /// Those of the users who have not blocked the actor.
  static List<UserId> willing(Statements statements, UserKey actor, List<UserId> users)
      throws SQLException {
    var unwilling = new HashSet<UserId>();
    for (var from = 0; from < users.size(); from += PAIRS_MAX) {
      var some = users.subList(from, Math.min(users.size(), from + PAIRS_MAX));
      unwilling.addAll(unwilling(statements, actor, some));
    }
    return users.stream().filter(user -> !unwilling.contains(user)).toList();
  }

  private static Set<UserId> unwilling(Statements statements, UserKey actor, List<UserId> users)
      throws SQLException {
    var select =
        statements.withValues(
            "select user_id from blocks where blocked and (tenant_id, user_id, other_id) in",
            3,
            users.size(),
            "");
    int parameter = 0;
    for (var i = 0; i < Statements.paddedRows(users.size()); i++) {
      select.setString(++parameter, actor.tenant().value());
      select.setString(++parameter, users.get(Math.min(i, users.size() - 1)).value());
      select.setString(++parameter, actor.user().value());
    }
    var found = new HashSet<UserId>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new UserId(rows.getString(1)));
      }
    }
    return found;
  }

  private static boolean isSet(Statements statements, UserKey owner, UserId other)
      throws SQLException {
    var select = statements.get("select 1 from blocks" + PAIR + " and blocked");
    set(select, owner);
    select.setString(3, other.value());
    try (var rows = select.executeQuery()) {
      return rows.next();
    }
  }

  private static long count(Statements statements, UserKey owner, boolean blocked)
      throws SQLException {
    var select = statements.get("select count(*) from blocks" + OWNER + " and blocked = ?");
    set(select, owner);
    select.setBoolean(3, blocked);
    try (var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void set(Batch batch, UserKey owner, UserId other, boolean blocked)
      throws SQLException {
    var position = batch.nextPosition();
    var upsert =
        batch
            .statements()
            .get(
                "insert into blocks (tenant_id, user_id, other_id, blocked, since, pos)"
                    + " values (?,?,?,?,?,?) on conflict (tenant_id, user_id, other_id) do update"
                    + " set blocked = excluded.blocked, since = excluded.since,"
                    + " pos = excluded.pos");
    set(upsert, owner);
    upsert.setString(3, other.value());
    upsert.setBoolean(4, blocked);
    upsert.setLong(5, batch.now().toEpochMilli());
    upsert.setLong(6, position.value());
    upsert.executeUpdate();
    batch.addBlock(
        new LogEvent.BlockSet(position, owner.tenant(), batch.now(), owner.user(), other, blocked));
  }

  private static void close(Statements statements, UserKey owner, UserId other, boolean blocked)
      throws SQLException {
    var update =
        statements.get(
            "update conversations set blocked = ? where tenant_id = ? and direct_key = ?");
    update.setBoolean(1, blocked);
    update.setString(2, owner.tenant().value());
    update.setString(3, ConversationRows.directKey(owner.user(), other));
    update.executeUpdate();
  }

  // Never the newest place in the log, from which the next one is counted.
  private static void forgetOldest(Statements statements, UserKey owner) throws SQLException {
    var delete =
        statements.get(
            "delete from blocks where pos = (select pos from blocks"
                + OWNER
                + " and not blocked order by pos limit 1)");
    set(delete, owner);
    delete.executeUpdate();
  }

  private static void set(PreparedStatement statement, UserKey owner) throws SQLException {
    statement.setString(1, owner.tenant().value());
    statement.setString(2, owner.user().value());
  }
}
