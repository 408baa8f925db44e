package io.klatch.server.storage;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.review.ReviewStep;
import io.klatch.domain.safety.Report.Review;
import io.klatch.domain.safety.ReviewState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Each change of the state of what is reviewed; rows are only added.
final class StepRows {
  private StepRows() {}

  static void add(
      Statements statements,
      TenantId tenant,
      String item,
      Review now,
      @Nullable String by,
      Instant at)
      throws SQLException {
    var insert =
        statements.get(
            "insert into review_steps (tenant_id, item_id, step_no, state, actor_id, note,"
                + " created_at) select ?, ?, coalesce(max(step_no), 0) + 1, ?, ?, ?, ?"
                + " from review_steps where tenant_id = ? and item_id = ?");
    insert.setString(1, tenant.value());
    insert.setString(2, item);
    insert.setString(3, now.state().wire());
    insert.setString(4, by);
    insert.setString(5, now.note());
    insert.setLong(6, at.toEpochMilli());
    insert.setString(7, tenant.value());
    insert.setString(8, item);
    insert.executeUpdate();
  }

  /// The oldest first, of the newest.
  static List<ReviewStep> of(Statements statements, TenantId tenant, String item, int limit)
      throws SQLException {
    var select =
        statements.get(
            "select state, actor_id, note, created_at from review_steps"
                + " where tenant_id = ? and item_id = ? order by step_no desc limit ?");
    select.setString(1, tenant.value());
    select.setString(2, item);
    select.setInt(3, limit);
    var steps = new ArrayList<ReviewStep>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        steps.add(
            new ReviewStep(
                state(rows.getString("state")),
                rows.getString("actor_id"),
                rows.getString("note"),
                Rows.time(rows, "created_at")));
      }
    }
    return steps.reversed();
  }

  static ReviewState state(String stored) throws SQLException {
    var state = ReviewState.parse(stored);
    if (state == null) {
      throw new SQLException("no such state of a review: " + stored);
    }
    return state;
  }
}
