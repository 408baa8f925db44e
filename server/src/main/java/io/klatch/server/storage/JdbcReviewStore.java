package io.klatch.server.storage;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.review.Appeal;
import io.klatch.domain.review.AppealResult;
import io.klatch.domain.review.AppealStore;
import io.klatch.domain.review.ReviewFilter;
import io.klatch.domain.review.ReviewItem;
import io.klatch.domain.review.ReviewPlace;
import io.klatch.domain.review.ReviewStep;
import io.klatch.domain.review.ReviewStore;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.safety.Report.Review;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Appeals, and the queue of these and reports, in SQL.
final class JdbcReviewStore implements ReviewStore, AppealStore {
  private final Writer writer;
  private final Readers readers;

  JdbcReviewStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public AppealResult file(String id, RoomKey room, UserId user, String text, Instant at) {
    return writer.write(batch -> {
      var statements = batch.statements();
      if (RoomRows.find(statements, room) == null) {
        return new AppealResult.NoSuchRoom();
      }
      var imposed = AppealRows.imposed(statements, room, user, at);
      if (imposed == null) {
        return new AppealResult.NothingImposed();
      }
      var earlier = AppealRows.waiting(statements, room, user);
      if (earlier != null) {
        return new AppealResult.Filed(earlier, true);
      }
      AppealRows.insert(
          statements,
          room.tenant(),
          new Appeal(
              id, room.room(), user, imposed.against(), imposed.allRooms(), text, at, Review.NONE));
      return new AppealResult.Filed(id, false);
    });
  }

  @Override
  public List<ReviewItem> items(
      TenantId tenant, ReviewFilter filter, int limit, @Nullable ReviewPlace after) {
    return readers.read(
        "listing what is to be reviewed",
        statements -> ReviewRows.page(statements, tenant, filter, limit, after));
  }

  @Override
  public @Nullable ReviewItem find(TenantId tenant, String id) {
    var found =
        readers.read(
            "finding what is to be reviewed",
            statements -> new Found(ReviewRows.find(statements, tenant, id)));
    return found.item;
  }

  @Override
  public List<ReviewStep> steps(TenantId tenant, String id, int limit) {
    return readers.read(
        "reading how something was reviewed",
        statements -> StepRows.of(statements, tenant, id, limit));
  }

  @Override
  public Changed change(
      TenantId tenant,
      String id,
      UserId by,
      Instant at,
      Function<ReviewItem, @Nullable Review> change) {
    return writer.write(batch -> {
      var statements = batch.statements();
      var before = ReviewRows.find(statements, tenant, id);
      if (before == null) {
        return new Changed.NoSuchItem();
      }
      var after = change.apply(before);
      if (after == null) {
        return new Changed.Left(before);
      }
      if (isInTheWay(statements, tenant, before, after)) {
        return new Changed.AnotherWaits();
      }
      switch (before) {
        case ReviewItem.OfReport _ ->
            ReviewColumns.update(statements, "reports", "report_id", tenant, id, after);
        case ReviewItem.OfAppeal _ ->
            ReviewColumns.update(statements, "appeals", "appeal_id", tenant, id, after);
      }
      if (after.state() != before.review().state()) {
        StepRows.add(statements, tenant, id, after, by.value(), at);
      }
      var now = ReviewRows.find(statements, tenant, id);
      return now == null ? new Changed.NoSuchItem() : new Changed.Now(now);
    });
  }

  /// An appeal is opened again while its user has another one that waits for the same room.
  private static boolean isInTheWay(
      Statements statements, TenantId tenant, ReviewItem before, Review after) throws SQLException {
    if (!(before instanceof ReviewItem.OfAppeal(var appeal))
        || before.review().state().isWaiting()
        || !after.state().isWaiting()) {
      return false;
    }
    var room = new RoomKey(tenant, appeal.room());
    return AppealRows.waiting(statements, room, appeal.user()) != null;
  }

  private record Found(@Nullable ReviewItem item) {}
}
