package io.klatch.socketio;

import java.time.Duration;

/// How much a namespace that recovers from memory keeps.
///
/// @param bytesMax of events that a returning client may have missed, with what it costs to keep
///   them
/// @param ageMax how long a client may be away, and how old an event may be
/// @param sessionsMax clients that are away; beyond it the one that left first cannot return
public record RecoveryBounds(long bytesMax, Duration ageMax, int sessionsMax) {
  public RecoveryBounds {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("bytesMax is " + bytesMax + ", at least 1");
    }
    if (ageMax.isZero() || ageMax.isNegative()) {
      throw new IllegalArgumentException("ageMax is " + ageMax + ", must be positive");
    }
    if (sessionsMax < 1) {
      throw new IllegalArgumentException("sessionsMax is " + sessionsMax + ", at least 1");
    }
  }

  /// 16 MB, two minutes, 100,000 clients.
  public static RecoveryBounds defaults() {
    return new RecoveryBounds(16_000_000, Duration.ofMinutes(2), 100_000);
  }

  public RecoveryBounds withBytesMax(long max) {
    return new RecoveryBounds(max, ageMax, sessionsMax);
  }

  public RecoveryBounds withAgeMax(Duration max) {
    return new RecoveryBounds(bytesMax, max, sessionsMax);
  }

  public RecoveryBounds withSessionsMax(int max) {
    return new RecoveryBounds(bytesMax, ageMax, max);
  }
}
