package io.klatch.server.storage;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.safety.FileReport;
import io.klatch.domain.safety.Report;
import io.klatch.domain.safety.Report.Review;
import io.klatch.domain.safety.ReportId;
import io.klatch.domain.safety.ReportPage;
import io.klatch.domain.safety.ReportResult;
import io.klatch.domain.safety.ReportStore;
import io.klatch.domain.safety.ReviewState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reports in SQL.
final class JdbcReportStore implements ReportStore {
  private final Writer writer;
  private final Readers readers;

  JdbcReportStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public ReportResult file(ReportId id, FileReport command, Instant at) {
    return writer.write(batch -> file(batch.statements(), id, command, at));
  }

  @Override
  public ReportPage page(
      TenantId tenant, @Nullable ReviewState state, ReportPage.@Nullable Cursor after, int limit) {
    return readers.read(
        "listing reports", statements -> ReportRows.page(statements, tenant, state, after, limit));
  }

  @Override
  public @Nullable Report find(TenantId tenant, ReportId id) {
    var found =
        readers.read(
            "finding a report", statements -> new Found(ReportRows.find(statements, tenant, id)));
    return found.report;
  }

  @Override
  public @Nullable Report review(TenantId tenant, ReportId id, UnaryOperator<Review> change) {
    var found =
        writer.write(batch -> {
          var statements = batch.statements();
          var before = ReportRows.find(statements, tenant, id);
          if (before == null) {
            return new Found(null);
          }
          var after = change.apply(before.review());
          ReviewColumns.update(statements, "reports", "report_id", tenant, id.value(), after);
          if (after.state() != before.review().state()) {
            StepRows.add(statements, tenant, id.value(), after, after.resolver(), batch.now());
          }
          return new Found(ReportRows.find(statements, tenant, id));
        });
    return found.report;
  }

  private static ReportResult file(
      Statements statements, ReportId id, FileReport command, Instant at) throws SQLException {
    var reported =
        switch (command.target()) {
          case FileReport.OfMessage it -> ReportRows.sender(statements, command.reporter(), it);
          case FileReport.OfUser(var user, var conversation) ->
              ReportRows.sharing(statements, command.reporter(), user, conversation);
        };
    if (reported == null) {
      return command.target() instanceof FileReport.OfMessage
          ? new ReportResult.NoSuchMessage()
          : new ReportResult.NoSuchUser();
    }
    var earlier = ReportRows.earlier(statements, command, reported);
    if (earlier != null) {
      return new ReportResult.Filed(earlier, true);
    }
    ReportRows.insert(statements, id, command, reported, at);
    return new ReportResult.Filed(id, false);
  }

  private record Found(@Nullable Report report) {}
}
