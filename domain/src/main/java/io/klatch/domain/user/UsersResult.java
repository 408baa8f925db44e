package io.klatch.domain.user;

import io.klatch.domain.kernel.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What [Users] answers of many.
public sealed interface UsersResult {
  /// @param next where the next page begins; null when there is none
  record Page(List<User> users, @Nullable UserId next) implements UsersResult {}

  record Unavailable() implements UsersResult {}
}
