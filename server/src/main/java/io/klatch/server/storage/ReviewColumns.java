package io.klatch.server.storage;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.safety.Report.Review;
import java.sql.ResultSet;
import java.sql.SQLException;

/// What has become of a report or an appeal, in the columns that both tables have.
final class ReviewColumns {
  private ReviewColumns() {}

  static Review of(ResultSet row) throws SQLException {
    return new Review(
        StepRows.state(row.getString("state")),
        row.getString("resolver"),
        row.getString("note"),
        Rows.timeOrNull(row, "reviewed_at"));
  }

  /// @param table `reports` or `appeals`
  /// @param key its column of ids
  static void update(
      Statements statements, String table, String key, TenantId tenant, String id, Review review)
      throws SQLException {
    var update =
        statements.get(
            "update "
                + table
                + " set state = ?, resolver = ?, note = ?, reviewed_at = ? where tenant_id = ? and "
                + key
                + " = ?");
    update.setString(1, review.state().wire());
    update.setString(2, review.resolver());
    update.setString(3, review.note());
    Rows.setTime(update, 4, review.at());
    update.setString(5, tenant.value());
    update.setString(6, id);
    update.executeUpdate();
  }
}
