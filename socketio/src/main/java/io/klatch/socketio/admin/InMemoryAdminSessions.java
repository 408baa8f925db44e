package io.klatch.socketio.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Looks ids up by their hashes: how long that takes says nothing about an id.
final class InMemoryAdminSessions implements AdminSessions {
  private final int max;
  private final Duration lifetime;
  private final InstantSource clock;

  /// When each ends; the oldest first.
  @GuardedBy("this")
  private final Map<String, Instant> ends = new LinkedHashMap<>();

  InMemoryAdminSessions(int max, Duration lifetime, InstantSource clock) {
    if (max < 1) {
      throw new IllegalArgumentException("max is " + max + ", at least 1");
    }
    if (lifetime.isZero() || lifetime.isNegative()) {
      throw new IllegalArgumentException("lifetime is " + lifetime + ", must be positive");
    }
    this.max = max;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  @Override
  public synchronized boolean knows(String id) {
    var end = ends.get(hash(id));
    return end != null && clock.instant().isBefore(end);
  }

  @Override
  public synchronized void add(String id) {
    ends.put(hash(id), clock.instant().plus(lifetime));
    if (ends.size() > max) {
      ends.remove(ends.keySet().iterator().next());
    }
  }

  private static String hash(String id) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException("every JDK has SHA-256", fault);
    }
  }
}
