package io.klatch.domain.safety;

import io.klatch.domain.kernel.TenantId;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Port: reports at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface ReportStore {
  /// Checks that the reporter may know of the target, copies the message, and returns when that is
  /// durable. A message is reported once by each reporter, a user once while that report is open.
  ///
  /// @param id of the report if it is a new one
  ReportResult file(ReportId id, FileReport command, Instant at);

  /// @param state null for all
  ReportPage page(
      TenantId tenant, @Nullable ReviewState state, ReportPage.@Nullable Cursor after, int limit);

  @Nullable Report find(TenantId tenant, ReportId id);

  /// Replaces what was decided and returns the report, when that is durable; null when there is
  /// none.
  @Nullable Report review(TenantId tenant, ReportId id, UnaryOperator<Report.Review> change);
}
