package io.klatch.domain.limit;

/// Whom a limit counts for itself.
public enum LimitScope {
  /// A user, on all their devices together.
  USER,
  /// A user in one conversation.
  USER_IN_CONVERSATION;

  /// As in docs/protocol.md.
  public String text() {
    return switch (this) {
      case USER -> "user";
      case USER_IN_CONVERSATION -> "user and conversation";
    };
  }
}
