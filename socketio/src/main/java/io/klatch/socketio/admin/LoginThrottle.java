package io.klatch.socketio.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often one address may try a password: ten times in a minute without success.
final class LoginThrottle {
  static final int TRIES_MAX = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);

  /// Beyond so many, the one that began first is forgotten.
  private static final int ADDRESSES_MAX = 10_000;

  private record Tries(Instant since, int count) {}

  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<String, Tries> byAddress = new LinkedHashMap<>();

  LoginThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /// Counts a try before its outcome is known, so that many at once count as well.
  ///
  /// @return whether it may go on
  synchronized boolean admits(String address) {
    var now = clock.instant();
    var tries = byAddress.get(address);
    if (tries == null || !now.isBefore(tries.since.plus(WINDOW))) {
      byAddress.remove(address);
      tries = new Tries(now, 0);
    }
    if (tries.count == TRIES_MAX) {
      return false;
    }
    byAddress.put(address, new Tries(tries.since, tries.count + 1));
    if (byAddress.size() > ADDRESSES_MAX) {
      byAddress.remove(byAddress.keySet().iterator().next());
    }
    return true;
  }

  synchronized void succeeded(String address) {
    byAddress.remove(address);
  }
}
