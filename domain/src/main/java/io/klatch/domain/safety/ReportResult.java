package io.klatch.domain.safety;

import java.time.Duration;

/// What became of a [FileReport].
public sealed interface ReportResult {
  /// It is there.
  ///
  /// @param deduplicated whether the reporter had reported the same before: it is that report
  record Filed(ReportId id, boolean deduplicated) implements ReportResult {}

  /// There is none, or it was deleted, or the reporter is not in its conversation.
  record NoSuchMessage() implements ReportResult {}

  /// The reporter shares no such conversation with the user.
  record NoSuchUser() implements ReportResult {}

  record Oneself() implements ReportResult {}

  record ReasonUnfit(int charactersMax) implements ReportResult {}

  record CommentUnfit(int charactersMax) implements ReportResult {}

  record RateLimited(Duration retryAfter) implements ReportResult {}

  record Unavailable() implements ReportResult {}
}
