package io.klatch.domain.privacy;

/// What became of a question to [PrivacySettings].
public sealed interface PrivacyResult {
  /// What holds now.
  record Settings(Privacy privacy) implements PrivacyResult {}

  record Unavailable() implements PrivacyResult {}
}
