package io.klatch.domain.review;

import io.klatch.domain.chat.Role;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.safety.ReviewState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody who asked for the queue, or decided something in it, is told.
public sealed interface ReviewResult {
  record Page(RoomPage<ReviewItem> items) implements ReviewResult {}

  /// As it is now.
  record Found(ReviewItem item, List<ReviewStep> steps) implements ReviewResult {
    public Found {
      steps = List.copyOf(steps);
    }
  }

  record NotFound() implements ReviewResult {}

  /// Who moderates one room asks for what is about it.
  record NotAllowed(Role role) implements ReviewResult {}

  /// It is about who asks.
  record Oneself() implements ReviewResult {}

  /// Nobody overturns a decision without opening it again.
  record Decided(ReviewState state, @Nullable String by) implements ReviewResult {}

  record AnotherWaits() implements ReviewResult {}

  /// Only an appeal that is decided in favour can lift something.
  record NothingToLift() implements ReviewResult {}

  /// What it is against could not be taken away, so nothing was decided.
  record NotLifted(RoomResult why) implements ReviewResult {}

  record Unavailable() implements ReviewResult {}
}
