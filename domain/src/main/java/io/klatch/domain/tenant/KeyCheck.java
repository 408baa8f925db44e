package io.klatch.domain.tenant;

import org.jspecify.annotations.Nullable;

/// Port: whether a key can be what it claims.
@FunctionalInterface
public interface KeyCheck {
  /// What is wrong with it, as the end of a sentence about it; null when nothing is. Shows nothing
  /// of a secret.
  @Nullable String problem(SigningKey key);
}
