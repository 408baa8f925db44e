package io.klatch.domain.safety;

/// What became of a question for reports, or of a review.
public sealed interface ReportsResult {
  record Page(ReportPage page) implements ReportsResult {}

  record Found(Report report) implements ReportsResult {}

  record NotFound() implements ReportsResult {}

  record Unavailable() implements ReportsResult {}
}
