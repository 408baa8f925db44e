package io.klatch.server;

import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.RoomSeed;
import io.klatch.domain.room.RoomTerms;
import io.klatch.server.config.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Which rooms there are and what others may be.
final class RoomsConfig {
  private static final String NONE = "none";

  private RoomsConfig() {}

  static RoomRules from(Settings settings) {
    var usual = RoomRules.defaults();
    return new RoomRules(
        settings.words(
            "rooms.seed",
            usual.seeds().stream()
                .map(seed -> seed.name() + ":" + seed.terms().capacity())
                .collect(Collectors.joining(", ")),
            "none, or names with seats such as General:50, separated by commas",
            RoomsConfig::seeds),
        settings.integer("rooms.capacity", usual.capacity(), 1, RoomTerms.CAPACITY_MAX),
        settings.duration("rooms.ttl", usual.ttl(), RoomRules.TTL_MIN, RoomRules.TTL_MAX),
        settings.duration(
            "rooms.seat-grace", usual.grace(), RoomRules.GRACE_MIN, RoomRules.GRACE_MAX));
  }

  /// @throws IllegalArgumentException if they are no rooms
  private static List<RoomSeed> seeds(List<String> words) {
    var rooms =
        words.stream()
            .flatMap(word -> Arrays.stream(word.split(",", -1)))
            .map(String::strip)
            .toList();
    if (rooms.equals(List.of(NONE))) {
      return List.of();
    }
    var seeds = rooms.stream().map(RoomsConfig::seed).toList();
    var usual = RoomRules.defaults();
    return new RoomRules(seeds, usual.capacity(), usual.ttl(), usual.grace()).seeds();
  }

  private static RoomSeed seed(String word) {
    var colon = word.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no seats");
    }
    var name = word.substring(0, colon).strip();
    var terms = RoomTerms.of(Integer.parseInt(word.substring(colon + 1).strip()));
    return RoomRules.defaults().seeds().stream()
        .filter(seed -> seed.name().equals(name))
        .findFirst()
        .map(seed -> new RoomSeed(name, seed.description(), terms))
        .orElseGet(() -> new RoomSeed(name, null, terms));
  }
}
