package io.klatch.domain.review;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomStore;
import io.klatch.domain.safety.Report.Review;
import io.klatch.domain.safety.ReviewState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reports and appeals in one queue, for the moderators of a tenant, and for those of a room what
/// is about that. Nobody sees or decides what is about themselves. Blocks; call on a virtual
/// thread.
public final class Reviewing {
  public static final int PAGE_MAX = 100;
  public static final int PAGE_DEFAULT = 50;

  /// Of these the newest are shown.
  public static final int STEPS_MAX = 100;

  private final ReviewStore store;
  private final RoomStore rooms;
  private final Lifting lifting;
  private final InstantSource clock;

  public Reviewing(ReviewStore store, RoomStore rooms, Lifting lifting, InstantSource clock) {
    this.store = store;
    this.rooms = rooms;
    this.lifting = lifting;
    this.clock = clock;
  }

  /// The oldest first.
  public ReviewResult list(
      RoomActor reviewer, ReviewFilter filter, int limit, @Nullable ReviewPlace after) {
    return tried(() -> {
      var role = role(reviewer, filter.room());
      if (!role.isAtLeast(Role.MODERATOR)) {
        return new ReviewResult.NotAllowed(role);
      }
      var others = filter.notAbout(reviewer.user());
      return new ReviewResult.Page(
          RoomPage.of(store.items(reviewer.tenant(), others, limit + 1, after), limit));
    });
  }

  public ReviewResult find(RoomActor reviewer, String id) {
    return tried(() -> {
      var item = store.find(reviewer.tenant(), id);
      var refusal = refusal(reviewer, item);
      return item == null || refusal != null ? nothing(refusal) : found(reviewer, item);
    });
  }

  /// What is to be lifted is lifted first: where that is refused, nothing is decided, and a crash
  /// between the two leaves an appeal that can be decided again.
  public ReviewResult decide(RoomActor reviewer, String id, Verdict verdict) {
    return tried(() -> {
      var item = store.find(reviewer.tenant(), id);
      var refusal = refusal(reviewer, item);
      if (item == null || refusal != null) {
        return nothing(refusal);
      }
      if (!item.review().state().mayBecome(verdict.state())) {
        return decided(item);
      }
      if (verdict.lift()) {
        if (!(item instanceof ReviewItem.OfAppeal(var appeal))
            || verdict.state() != ReviewState.RESOLVED) {
          return new ReviewResult.NothingToLift();
        }
        var lifted = lifting.lift(reviewer, appeal, verdict.note());
        if (!(lifted instanceof RoomResult.Done)) {
          return new ReviewResult.NotLifted(lifted);
        }
      }
      return change(reviewer, id, verdict);
    });
  }

  private ReviewResult change(RoomActor reviewer, String id, Verdict verdict) {
    var changed =
        store.change(
            reviewer.tenant(),
            id,
            reviewer.user(),
            now(),
            item ->
                item.review().state().mayBecome(verdict.state())
                    ? review(reviewer, item.review(), verdict)
                    : null);
    return switch (changed) {
      case ReviewStore.Changed.Now(var item) -> found(reviewer, item);
      case ReviewStore.Changed.Left(var item) -> decided(item);
      case ReviewStore.Changed.NoSuchItem() -> new ReviewResult.NotFound();
      case ReviewStore.Changed.AnotherWaits() -> new ReviewResult.AnotherWaits();
    };
  }

  private Review review(RoomActor reviewer, Review before, Verdict verdict) {
    var note = verdict.note() == null ? before.note() : verdict.note();
    return verdict.state() == ReviewState.OPEN
        ? new Review(ReviewState.OPEN, null, note, null)
        : new Review(verdict.state(), reviewer.user().value(), note, now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private ReviewResult found(RoomActor reviewer, ReviewItem item) {
    return new ReviewResult.Found(item, store.steps(reviewer.tenant(), item.id(), STEPS_MAX));
  }

  private static ReviewResult decided(ReviewItem item) {
    return new ReviewResult.Decided(item.review().state(), item.review().resolver());
  }

  private static ReviewResult nothing(@Nullable ReviewResult refusal) {
    return refusal == null ? new ReviewResult.NotFound() : refusal;
  }

  /// Null when the reviewer may decide it, or there is nothing to decide. To who moderates neither
  /// the tenant nor its room it is not there.
  private @Nullable ReviewResult refusal(RoomActor reviewer, @Nullable ReviewItem item) {
    if (item == null || !role(reviewer, item.room()).isAtLeast(Role.MODERATOR)) {
      return new ReviewResult.NotFound();
    }
    return item.user().equals(reviewer.user()) ? new ReviewResult.Oneself() : null;
  }

  private Role role(RoomActor reviewer, @Nullable RoomId room) {
    if (room == null || reviewer.claimed().isAtLeast(Role.MODERATOR)) {
      return reviewer.claimed();
    }
    return rooms.role(reviewer.in(room), reviewer.user());
  }

  private static ReviewResult tried(Supplier<ReviewResult> operation) {
    try {
      return operation.get();
    } catch (UnavailableException _) {
      return new ReviewResult.Unavailable();
    }
  }
}
