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
          + " where r.tenant_id = ? and r.room_id = ?)";

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
      for (var report : ReportRows.all(reports(statements, tenant, filter, limit, after))) {
        items.add(item(statements, tenant, report));
      }
    }
    if (filter.kind() != ReviewItem.Kind.REPORT) {
      for (var appeal : AppealRows.all(appeals(statements, tenant, filter, limit, after))) {
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

  private static PreparedStatement reports(
      Statements statements,
      TenantId tenant,
      ReviewFilter filter,
      int limit,
      @Nullable ReviewPlace after)
      throws SQLException {
    var room = filter.room();
    var select =
        statements.get(
            ReportRows.SELECT
                + (room == null ? "" : IN_ROOM)
                + conditions(filter, "reported_id", "report_id"));
    select.setString(1, tenant.value());
    var next = 2;
    if (room != null) {
      select.setString(next++, tenant.value());
      select.setLong(next++, room.value());
    }
    set(select, next, filter, limit, after);
    return select;
  }

  private static PreparedStatement appeals(
      Statements statements,
      TenantId tenant,
      ReviewFilter filter,
      int limit,
      @Nullable ReviewPlace after)
      throws SQLException {
    var room = filter.room();
    var select =
        statements.get(
            AppealRows.SELECT
                + (room == null ? "" : " and room_id = ?")
                + conditions(filter, "user_id", "appeal_id"));
    select.setString(1, tenant.value());
    var next = 2;
    if (room != null) {
      select.setLong(next++, room.value());
    }
    set(select, next, filter, limit, after);
    return select;
  }

  private static String conditions(ReviewFilter filter, String user, String id) {
    return (filter.state() == null ? "" : " and state = ?")
        + (filter.notAbout() == null ? "" : " and " + user + " <> ?")
        + " and (created_at, %s) > (?, ?) order by created_at, %s limit ?".formatted(id, id);
  }

  /// The values of [#conditions].
  private static void set(
      PreparedStatement select,
      int from,
      ReviewFilter filter,
      int limit,
      @Nullable ReviewPlace after)
      throws SQLException {
    var next = from;
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
