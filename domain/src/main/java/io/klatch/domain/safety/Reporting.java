package io.klatch.domain.safety;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.Text;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.safety.Report.Review;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Users report messages and users; whoever runs the tenant reviews the reports. Blocks; call on a
/// virtual thread.
public final class Reporting {
  public static final int REASON_CHARACTERS_MAX = 64;
  public static final int COMMENT_CHARACTERS_MAX = 1_000;
  public static final int NOTE_CHARACTERS_MAX = 1_000;

  private final ReportStore store;
  private final Allowances allowances;
  private final RandomGenerator random;
  private final InstantSource clock;

  /// @param random names new reports: a source nobody can predict
  public Reporting(
      ReportStore store, Allowances allowances, RandomGenerator random, InstantSource clock) {
    this.store = store;
    this.allowances = allowances;
    this.random = random;
    this.clock = clock;
  }

  public ReportResult file(FileReport command) {
    var refusal = refuse(command);
    if (refusal != null) {
      return refusal;
    }
    var wait = allowances.take(LimitName.REPORT, command.reporter());
    if (wait.isPositive()) {
      return new ReportResult.RateLimited(wait);
    }
    try {
      return store.file(
          ReportId.random(random), command, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    } catch (UnavailableException _) {
      return new ReportResult.Unavailable();
    }
  }

  /// Oldest first, from the start when `after` is null.
  ///
  /// @param state null for all
  public ReportsResult list(
      TenantId tenant, @Nullable ReviewState state, ReportPage.@Nullable Cursor after, int limit) {
    try {
      return new ReportsResult.Page(store.page(tenant, state, after, limit));
    } catch (UnavailableException _) {
      return new ReportsResult.Unavailable();
    }
  }

  public ReportsResult find(TenantId tenant, ReportId id) {
    try {
      return found(store.find(tenant, id));
    } catch (UnavailableException _) {
      return new ReportsResult.Unavailable();
    }
  }

  /// @param change of what was decided before; the time is set here
  public ReportsResult review(TenantId tenant, ReportId id, UnaryOperator<Review> change) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      return found(
          store.review(
              tenant,
              id,
              before -> {
                var after = change.apply(before);
                var at = after.state() == ReviewState.OPEN ? null : now;
                return new Review(after.state(), after.resolver(), after.note(), at);
              }));
    } catch (UnavailableException _) {
      return new ReportsResult.Unavailable();
    }
  }

  private static ReportsResult found(@Nullable Report report) {
    return report == null ? new ReportsResult.NotFound() : new ReportsResult.Found(report);
  }

  private static @Nullable ReportResult refuse(FileReport command) {
    var reason = command.reason();
    if (!Text.isStorable(reason)
        || !Text.hasVisible(reason)
        || reason.codePoints().anyMatch(Character::isISOControl)
        || Text.characters(reason) > REASON_CHARACTERS_MAX) {
      return new ReportResult.ReasonUnfit(REASON_CHARACTERS_MAX);
    }
    var comment = command.comment();
    if (comment != null
        && (!Text.isStorable(comment) || Text.characters(comment) > COMMENT_CHARACTERS_MAX)) {
      return new ReportResult.CommentUnfit(COMMENT_CHARACTERS_MAX);
    }
    return command.target() instanceof FileReport.OfUser(var user, _)
            && user.equals(command.reporter().user())
        ? new ReportResult.Oneself()
        : null;
  }
}
