package io.klatch.server.storage;

import io.klatch.domain.chat.Marks;
import io.klatch.domain.chat.Message;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.safety.FileReport;
import io.klatch.domain.safety.Report;
import io.klatch.domain.safety.ReportId;
import io.klatch.domain.safety.ReportPage;
import io.klatch.domain.safety.ReviewState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of reports.
final class ReportRows {
  static final String SELECT =
      "select report_id, reporter_id, reported_id, conversation_id, seq, text, thread, extras,"
          + " sent_at, edited_at, reason, comment, created_at, state, resolver, note, reviewed_at"
          + " from reports where tenant_id = ?";
  private static final String SAME =
      "select report_id from reports where tenant_id = ? and reporter_id = ? and reported_id = ?";

  /// With what the message's row has; nothing of it for a user.
  private static final String INSERT =
      "insert into reports (tenant_id, report_id, reporter_id, reported_id, conversation_id, seq,"
          + " text, thread, extras, sent_at, edited_at, reason, comment, created_at, state)"
          + " select ?, ?, ?, ?, ?, ?, m.text, m.thread, m.extras, m.created_at, m.edited_at,"
          + " ?, ?, ?, 'open' from (select 1 as one) as v left join messages m"
          + " on m.tenant_id = ? and m.conversation_id = ? and m.seq = ?";

  private ReportRows() {}

  /// The user who shares such a conversation with the reporter, who is in it; null when there is
  /// none.
  static @Nullable UserId sharing(
      Statements statements, UserKey reporter, UserId user, @Nullable ConversationId conversation)
      throws SQLException {
    var select =
        statements.get(
            "select 1 from members a cross join members b where a.tenant_id = ? and a.user_id = ?"
                + " and a.left_pos is null"
                + (conversation == null ? "" : " and a.conversation_id = ?")
                + " and b.tenant_id = a.tenant_id and b.conversation_id = a.conversation_id"
                + " and b.user_id = ? limit 1");
    select.setString(1, reporter.tenant().value());
    select.setString(2, reporter.user().value());
    var next = 3;
    if (conversation != null) {
      select.setString(next++, conversation.value());
    }
    select.setString(next, user.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? user : null;
    }
  }

  /// The report of the same target by the same user; null when it is the first.
  static @Nullable ReportId earlier(Statements statements, FileReport command, UserId reported)
      throws SQLException {
    return switch (command.target()) {
      case FileReport.OfMessage(var conversation, var seq) -> {
        var select = statements.get(SAME + " and conversation_id = ? and seq = ?");
        set(select, command.reporter(), reported);
        select.setString(4, conversation.value());
        select.setLong(5, seq.value());
        yield id(select);
      }
      case FileReport.OfUser _ -> {
        var select = statements.get(SAME + " and seq is null and state = 'open'");
        set(select, command.reporter(), reported);
        yield id(select);
      }
    };
  }

  static void insert(
      Statements statements, ReportId id, FileReport command, UserId reported, Instant at)
      throws SQLException {
    var message = command.target() instanceof FileReport.OfMessage it ? it : null;
    var conversation =
        switch (command.target()) {
          case FileReport.OfMessage(var of, _) -> of;
          case FileReport.OfUser(_, var of) -> of;
        };
    var place = conversation == null ? null : conversation.value();
    var insert = statements.get(INSERT);
    insert.setString(1, command.reporter().tenant().value());
    insert.setString(2, id.value());
    insert.setString(3, command.reporter().user().value());
    insert.setString(4, reported.value());
    insert.setString(5, place);
    setSeq(insert, 6, message);
    insert.setString(7, command.reason());
    insert.setString(8, command.comment());
    insert.setLong(9, at.toEpochMilli());
    insert.setString(10, command.reporter().tenant().value());
    insert.setString(11, place);
    setSeq(insert, 12, message);
    insert.executeUpdate();
  }

  static @Nullable Report find(Statements statements, TenantId tenant, ReportId id)
      throws SQLException {
    var select = statements.get(SELECT + " and report_id = ?");
    select.setString(1, tenant.value());
    select.setString(2, id.value());
    var found = all(select);
    return found.isEmpty() ? null : found.getFirst();
  }

  /// One row more than `limit` says whether there is more.
  static ReportPage page(
      Statements statements,
      TenantId tenant,
      @Nullable ReviewState state,
      ReportPage.@Nullable Cursor after,
      int limit)
      throws SQLException {
    var select =
        statements.get(
            SELECT
                + (state == null ? "" : " and state = ?")
                + " and (created_at, report_id) > (?, ?) order by created_at, report_id limit ?");
    select.setString(1, tenant.value());
    var next = 2;
    if (state != null) {
      select.setString(next++, state.wire());
    }
    select.setLong(next++, after == null ? -1 : after.createdAt().toEpochMilli());
    select.setString(next++, after == null ? "" : after.id().value());
    select.setInt(next, limit + 1);
    var found = all(select);
    var hasMore = found.size() > limit;
    return new ReportPage(hasMore ? found.subList(0, limit) : found, hasMore);
  }

  /// Those of one reporter, by whom they report; at most `limit`.
  static List<Report> by(Statements statements, UserKey reporter, @Nullable Report after, int limit)
      throws SQLException {
    var select =
        statements.get(
            SELECT
                + " and reporter_id = ? and (reported_id, report_id) > (?, ?)"
                + " order by reported_id, report_id limit ?");
    select.setString(1, reporter.tenant().value());
    select.setString(2, reporter.user().value());
    select.setString(3, after == null ? "" : after.reported().value());
    select.setString(4, after == null ? "" : after.id().value());
    select.setInt(5, limit);
    return all(select);
  }

  /// Who sent the message, if it is there for the reporter; null otherwise.
  static @Nullable UserId sender(
      Statements statements, UserKey reporter, FileReport.OfMessage target) throws SQLException {
    var key = new ConversationKey(reporter.tenant(), target.conversation());
    if (!MemberRows.isMember(statements, key, reporter.user())) {
      return null;
    }
    var message = JdbcMessageStore.find(statements, key, target.seq());
    return message == null || !message.isFor(reporter.user()) || message.marks().deleted()
        ? null
        : message.sender();
  }

  private static void set(PreparedStatement select, UserKey reporter, UserId reported)
      throws SQLException {
    select.setString(1, reporter.tenant().value());
    select.setString(2, reporter.user().value());
    select.setString(3, reported.value());
  }

  private static void setSeq(
      PreparedStatement insert, int parameter, FileReport.@Nullable OfMessage message)
      throws SQLException {
    Rows.setLong(insert, parameter, message == null ? null : message.seq().value());
  }

  private static @Nullable ReportId id(PreparedStatement select) throws SQLException {
    try (var rows = select.executeQuery()) {
      return rows.next() ? new ReportId(rows.getString(1)) : null;
    }
  }

  static List<Report> all(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Report>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(report(rows));
      }
    }
    return found;
  }

  private static Report report(ResultSet row) throws SQLException {
    var conversation = row.getString("conversation_id");
    var id = conversation == null ? null : new ConversationId(conversation);
    return new Report(
        new ReportId(row.getString("report_id")),
        new UserId(row.getString("reporter_id")),
        new UserId(row.getString("reported_id")),
        id,
        message(row, id),
        row.getString("reason"),
        row.getString("comment"),
        Rows.time(row, "created_at"),
        ReviewColumns.of(row));
  }

  private static @Nullable Message message(ResultSet row, @Nullable ConversationId conversation)
      throws SQLException {
    var seq = row.getLong("seq");
    if (conversation == null || row.wasNull()) {
      return null;
    }
    var marks = new Marks(Rows.timeOrNull(row, "edited_at"), false, false, 0, List.of());
    return new Message(
        conversation,
        new Seq(seq),
        new UserId(row.getString("reported_id")),
        row.getString("text"),
        null,
        Rows.time(row, "sent_at"),
        ContentColumns.content(row.getLong("thread"), row.getString("extras")),
        marks);
  }
}
