package io.klatch.domain.review;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.safety.Report.Review;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Port: what waits for a decision and what was decided. All block; call on a virtual thread. All
/// throw [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface ReviewStore {
  /// The oldest first, at most `limit` of those after that place.
  List<ReviewItem> items(
      TenantId tenant, ReviewFilter filter, int limit, @Nullable ReviewPlace after);

  @Nullable ReviewItem find(TenantId tenant, String id);

  /// The oldest first, at most `limit` of the newest.
  List<ReviewStep> steps(TenantId tenant, String id, int limit);

  /// Replaces what was decided and keeps who changed the state and when, in one transaction.
  ///
  /// @param by who changes it, at which time
  /// @param change asked within the transaction, of the item as it is; null to leave it so
  Changed change(
      TenantId tenant,
      String id,
      UserId by,
      Instant at,
      Function<ReviewItem, @Nullable Review> change);

  /// What became of [#change].
  sealed interface Changed {
    record Now(ReviewItem item) implements Changed {}

    /// It is as it was: the change was null.
    record Left(ReviewItem item) implements Changed {}

    record NoSuchItem() implements Changed {}

    /// A newer appeal of the same user waits.
    record AnotherWaits() implements Changed {}
  }
}
