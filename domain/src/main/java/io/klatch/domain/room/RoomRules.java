package io.klatch.domain.room;

import java.time.Duration;
import java.util.List;

/// What an operator may set about rooms.
///
/// @param seeds the rooms every tenant has
/// @param capacity of a room whose maker does not say
/// @param ttl how long a room lives whose maker does not say
/// @param grace how long a seat is kept for who is not connected
public record RoomRules(List<RoomSeed> seeds, int capacity, Duration ttl, Duration grace) {
  public static final Duration TTL_MIN = Duration.ofMinutes(1);
  public static final Duration TTL_MAX = Duration.ofDays(365);
  public static final Duration GRACE_MIN = Duration.ofSeconds(1);
  public static final Duration GRACE_MAX = Duration.ofHours(1);

  public static final int SEEDS_MAX = 100;

  /// Open at one time, of a tenant.
  public static final int ROOMS_MAX = 10_000;

  /// Open at one time, of one user.
  public static final int OWN_ROOMS_MAX = 10;

  public static final int PAGE_MAX = 100;
  public static final int EVENTS_DEFAULT = 20;

  public RoomRules {
    seeds = List.copyOf(seeds);
    if (seeds.size() > SEEDS_MAX) {
      throw new IllegalArgumentException("at most " + SEEDS_MAX + " rooms are seeded");
    }
    if (seeds.stream().map(RoomSeed::name).distinct().count() < seeds.size()) {
      throw new IllegalArgumentException("two rooms of one name are seeded");
    }
    var _ = RoomTerms.of(capacity);
    check("ttl", ttl, TTL_MIN, TTL_MAX);
    check("grace", grace, GRACE_MIN, GRACE_MAX);
  }

  private static void check(String what, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          what + " is " + value + ", allowed is " + min + " to " + max);
    }
  }

  public static RoomRules defaults() {
    var terms = RoomTerms.of(50);
    return new RoomRules(
        List.of(
            new RoomSeed("General", "For community discussions", terms),
            new RoomSeed("Music", "For music streaming & vibes", terms),
            new RoomSeed("Gaming", "For gaming & competitions", terms)),
        terms.capacity(),
        Duration.ofHours(24),
        Duration.ofSeconds(30));
  }
}
