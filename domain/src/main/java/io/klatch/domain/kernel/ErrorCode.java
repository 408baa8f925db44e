package io.klatch.domain.kernel;

import java.util.Locale;

/// Why a request was refused: the codes of docs/protocol.md. A code is never reused for something
/// else.
public enum ErrorCode {
  UNAUTHORIZED(false),
  TOKEN_EXPIRED(false),
  REVOKED(false),
  SUSPENDED(false),
  BAD_REQUEST(false),
  UNKNOWN_EVENT(false),
  NOT_FOUND(false),
  TEXT_EMPTY(false),
  TEXT_TOO_LONG(false),
  TOO_LARGE(false),
  TOO_MANY_MEMBERS(false),
  USER_MISMATCH(false),
  CONFLICT(false),
  FORBIDDEN(false),
  LIMIT_REACHED(false),
  ROOM_FULL(true),
  BANNED(false),
  MUTED(false),
  SLOW_MODE(true),
  LOCKED(false),
  FILTERED(false),
  REJECTED_BY_HOOK(false),
  IDEMPOTENCY_KEY_REUSED(false),
  IN_PROGRESS(true),
  RATE_LIMITED(true),
  UNAVAILABLE(true),
  INTERNAL(true);

  private final boolean retryable;

  ErrorCode(boolean retryable) {
    this.retryable = retryable;
  }

  /// Whether the same request may succeed later.
  public boolean retryable() {
    return retryable;
  }

  /// The code as clients read it.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
