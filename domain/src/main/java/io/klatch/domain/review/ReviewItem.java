package io.klatch.domain.review;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.safety.Report;
import io.klatch.domain.safety.Report.Review;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something to decide.
public sealed interface ReviewItem {
  /// Unique in the tenant.
  String id();

  Kind kind();

  /// The room it is about; null where it is about none.
  @Nullable RoomId room();

  /// Whom it is about.
  UserId user();

  Instant createdAt();

  Review review();

  default ReviewPlace place() {
    return new ReviewPlace(createdAt(), id());
  }

  /// What there is.
  enum Kind {
    REPORT,
    APPEAL;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param room whose conversation it is about
  record OfReport(Report report, @Nullable RoomId room) implements ReviewItem {
    @Override
    public String id() {
      return report.id().value();
    }

    @Override
    public Kind kind() {
      return Kind.REPORT;
    }

    @Override
    public UserId user() {
      return report.reported();
    }

    @Override
    public Instant createdAt() {
      return report.createdAt();
    }

    @Override
    public Review review() {
      return report.review();
    }
  }

  record OfAppeal(Appeal appeal) implements ReviewItem {
    @Override
    public String id() {
      return appeal.id();
    }

    @Override
    public Kind kind() {
      return Kind.APPEAL;
    }

    @Override
    public RoomId room() {
      return appeal.room();
    }

    @Override
    public UserId user() {
      return appeal.user();
    }

    @Override
    public Instant createdAt() {
      return appeal.createdAt();
    }

    @Override
    public Review review() {
      return appeal.review();
    }
  }
}
