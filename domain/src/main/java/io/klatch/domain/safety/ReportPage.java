package io.klatch.domain.safety;

import java.time.Instant;
import java.util.List;

/// Reports, oldest first.
///
/// @param hasMore whether there are further ones
public record ReportPage(List<Report> reports, boolean hasMore) {
  public ReportPage {
    reports = List.copyOf(reports);
  }

  /// Behind which report a page begins.
  public record Cursor(Instant createdAt, ReportId id) {}
}
