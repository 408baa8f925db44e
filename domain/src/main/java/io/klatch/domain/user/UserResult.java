package io.klatch.domain.user;

/// What [Users] answers of one user.
public sealed interface UserResult {
  /// @param created whether nobody had told of the user before
  record Saved(User user, boolean created) implements UserResult {}

  record Found(User user) implements UserResult {}

  /// Nobody has told of the user.
  record NotFound() implements UserResult {}

  record Unavailable() implements UserResult {}
}
