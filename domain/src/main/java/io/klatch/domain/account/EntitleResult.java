package io.klatch.domain.account;

import java.util.Set;

/// What became of features a user was to have.
public sealed interface EntitleResult {
  /// They hold, here and after a restart.
  record Entitled(Set<String> features) implements EntitleResult {}

  /// The tenant has as many users with features of their own as it may.
  record TooMany(int usersMax) implements EntitleResult {}

  record Unavailable() implements EntitleResult {}
}
