package io.klatch.server.storage;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.review.ReviewFilter;
import io.klatch.domain.review.ReviewItem;
import io.klatch.domain.review.ReviewPlace;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.safety.Report;
import io.klatch.domain.safety.ReportId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reports and appeals in one queue: as much as a page of each, merged in the order of time.
final class ReviewRows {
  private static final String IN_ROOM =
      " and conversation_id = (select r.conversation_id from rooms r"
          + " where r.tenant_id = reports.tenant_id and r.room_id = ?)";

  private ReviewRows() {}

  static List<ReviewItem> page(
      Statements statements,
      TenantId tenant,
      ReviewFilter filter,
      int limit,
      @Nullable ReviewPlace after)
      throws SQLException {
    var items = new ArrayList<ReviewItem>();
    if (filter.kind() != ReviewItem.Kind.APPEAL) {
      var sql = ReportRows.SELECT + conditions(filter, IN_ROOM, "reported_id", "report_id");
      for (var report : ReportRows.all(select(statements, sql, tenant, filter, limit, after))) {
        items.add(item(statements, tenant, report));
      }
    }
    if (filter.kind() != ReviewItem.Kind.REPORT) {
      var sql = AppealRows.SELECT + conditions(filter, " and room_id = ?", "user_id", "appeal_id");
      for (var appeal : AppealRows.all(select(statements, sql, tenant, filter, limit, after))) {
        items.add(new ReviewItem.OfAppeal(appeal));
      }
    }
    items.sort(Comparator.comparing(ReviewItem::createdAt).thenComparing(ReviewItem::id));
    return items.size() > limit ? items.subList(0, limit) : items;
  }

  static @Nullable ReviewItem find(Statements statements, TenantId tenant, String id)
      throws SQLException {
    var appeal = AppealRows.find(statements, tenant, id);
    if (appeal != null) {
      return new ReviewItem.OfAppeal(appeal);
    }
    var report = ReportRows.find(statements, tenant, new ReportId(id));
    return report == null ? null : item(statements, tenant, report);
  }

  /// @param inRoom the condition that names one
  /// @param user the column of whom it is about
  /// @param id the column of ids
  private static String conditions(ReviewFilter filter, String inRoom, String user, String id) {
    return (filter.room() == null ? "" : inRoom)
        + (filter.state() == null ? "" : " and state = ?")
        + (filter.notAbout() == null ? "" : " and " + user + " <> ?")
        + " and (created_at, %s) > (?, ?) order by created_at, %s limit ?".formatted(id, id);
  }

  /// @param sql ends with [#conditions]
  private static PreparedStatement select(
      Statements statements,
      String sql,
      TenantId tenant,
      ReviewFilter filter,
      int limit,
      @Nullable ReviewPlace after)
      throws SQLException {
    var select = statements.get(sql);
    select.setString(1, tenant.value());
    var next = 2;
    var room = filter.room();
    if (room != null) {
      select.setLong(next++, room.value());
    }
    var state = filter.state();
    if (state != null) {
      select.setString(next++, state.wire());
    }
    var user = filter.notAbout();
    if (user != null) {
      select.setString(next++, user.value());
    }
    select.setLong(next++, after == null ? -1 : after.createdAt().toEpochMilli());
    select.setString(next++, after == null ? "" : after.id());
    select.setInt(next, limit);
    return select;
  }

  private static ReviewItem item(Statements statements, TenantId tenant, Report report)
      throws SQLException {
    var conversation = report.conversation();
    return new ReviewItem.OfReport(
        report, conversation == null ? null : room(statements, tenant, conversation));
  }

  private static @Nullable RoomId room(
      Statements statements, TenantId tenant, ConversationId conversation) throws SQLException {
    var select =
        statements.get("select room_id from rooms where tenant_id = ? and conversation_id = ?");
    select.setString(1, tenant.value());
    select.setString(2, conversation.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? new RoomId(rows.getLong(1)) : null;
    }
  }
}
