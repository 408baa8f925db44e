package io.klatch.server.storage;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.schedule.ScheduleChange;
import io.klatch.domain.schedule.ScheduleResult;
import io.klatch.domain.schedule.ScheduleStore;
import io.klatch.domain.schedule.Scheduled;
import io.klatch.domain.schedule.Scheduled.Place;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Scheduled messages in SQL. [Appends] takes away the one it stores.
final class JdbcScheduleStore implements ScheduleStore {
  private final Writer writer;
  private final Readers readers;

  JdbcScheduleStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public ScheduleResult add(Scheduled scheduled, int pendingMax) {
    return writer.write(batch -> add(batch.statements(), scheduled, pendingMax));
  }

  @Override
  public List<Scheduled> list(UserKey user, int limit, @Nullable Place after) {
    return readers.read(
        "listing scheduled messages",
        statements -> ScheduledRows.list(statements, user, limit, after));
  }

  @Override
  public @Nullable Scheduled cancel(UserKey user, ScheduledId id) {
    return writer.write(
            batch -> {
              var found = ScheduledRows.find(batch.statements(), user, id);
              if (found != null) {
                ScheduledRows.delete(batch.statements(), user, id);
              }
              return new Found(found);
            })
        .scheduled;
  }

  @Override
  public ScheduleResult change(
      UserKey user, ScheduledId id, ScheduleChange change, int pendingMax) {
    return writer.write(batch -> change(batch.statements(), user, id, change, pendingMax));
  }

  @Override
  public List<Scheduled> due(Instant now, int limit, @Nullable Place after) {
    return readers.read(
        "looking for what is due", statements -> ScheduledRows.due(statements, now, limit, after));
  }

  @Override
  public @Nullable Scheduled fail(Scheduled scheduled, ErrorCode why, int failedMax) {
    return writer.write(batch -> new Found(fail(batch.statements(), scheduled, why, failedMax)))
        .scheduled;
  }

  private static ScheduleResult add(Statements statements, Scheduled it, int pendingMax)
      throws SQLException {
    var key = new ConversationKey(it.sender().tenant(), it.conversation());
    if (!MemberRows.isMember(statements, key, it.sender().user())) {
      return new ScheduleResult.NotFound();
    }
    var earlier = ScheduledRows.find(statements, it.sender(), it.id());
    if (earlier != null) {
      return new ScheduleResult.Waits(earlier, true);
    }
    var sent = sent(statements, key, it);
    if (sent != null) {
      return sent;
    }
    if (ScheduledRows.pending(statements, it.sender()) >= pendingMax) {
      return new ScheduleResult.TooMany(pendingMax);
    }
    ScheduledRows.put(statements, it);
    return new ScheduleResult.Waits(it, false);
  }

  private static ScheduleResult.@Nullable Sent sent(
      Statements statements, ConversationKey key, Scheduled it) throws SQLException {
    var select =
        statements.get(
            "select"
                + Rows.MESSAGE_COLUMNS
                + "from messages m where m.tenant_id = ? and m.conversation_id = ?"
                + " and m.sender_id = ? and m.client_msg_id = ?");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setString(3, it.sender().user().value());
    select.setString(4, it.id().value());
    try (var rows = select.executeQuery()) {
      return rows.next()
          ? new ScheduleResult.Sent(
              Rows.message(rows, statements.now()), Rows.time(rows, "m_persisted_at"))
          : null;
    }
  }

  private static ScheduleResult change(
      Statements statements, UserKey user, ScheduledId id, ScheduleChange change, int pendingMax)
      throws SQLException {
    var found = ScheduledRows.find(statements, user, id);
    if (found == null) {
      return new ScheduleResult.NoSuchScheduled();
    }
    var changed = found.with(change);
    if (found.failure() != null
        && changed.failure() == null
        && ScheduledRows.pending(statements, user) >= pendingMax) {
      return new ScheduleResult.TooMany(pendingMax);
    }
    ScheduledRows.put(statements, changed);
    return new ScheduleResult.Waits(changed, false);
  }

  private static @Nullable Scheduled fail(
      Statements statements, Scheduled it, ErrorCode why, int failedMax) throws SQLException {
    var now = ScheduledRows.find(statements, it.sender(), it.id());
    if (now == null || now.revision() != it.revision()) {
      return null;
    }
    var failed = it.failed(why);
    ScheduledRows.put(statements, failed);
    ScheduledRows.forgetFailed(statements, it.sender(), failedMax);
    return failed;
  }

  private record Found(@Nullable Scheduled scheduled) {}
}
