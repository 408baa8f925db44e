package io.klatch.domain.chat;

import java.util.List;

/// What became of [Editing#versions].
public sealed interface VersionsResult {
  /// Oldest first, the last as it is now.
  record Found(List<MessageChanges.Version> versions) implements VersionsResult {
    public Found {
      versions = List.copyOf(versions);
    }
  }

  record NotFound() implements VersionsResult {}

  record NoSuchMessage() implements VersionsResult {}

  record Unavailable() implements VersionsResult {}
}
