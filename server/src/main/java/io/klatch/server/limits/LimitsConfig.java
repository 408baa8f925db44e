package io.klatch.server.limits;

import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Rate;
import io.klatch.server.config.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How often one user may do what, where the tenant has no rates of its own.
///
/// @param newAccountAge how long an account is new
public record LimitsConfig(Map<LimitName, Rate> rates, Duration newAccountAge) {
  public LimitsConfig {
    rates = Map.copyOf(rates);
  }

  public static LimitsConfig from(Settings settings) {
    var rates = new EnumMap<LimitName, Rate>(LimitName.class);
    for (var limit : LimitName.values()) {
      rates.put(limit, limit == LimitName.SEND ? send(settings) : rate(settings, limit));
    }
    var newAccountAge =
        settings.duration(
            "limits.new-account-age", Duration.ofDays(1), Duration.ZERO, Duration.ofDays(30));
    return new LimitsConfig(rates, newAccountAge);
  }

  /// Two keys of its own, older than the others.
  private static Rate send(Settings settings) {
    var usual = LimitName.SEND.usual();
    return new Rate(
        settings.integer("limits.send-per-second", usual.count(), 1, Rate.COUNT_MAX),
        Duration.ofSeconds(1),
        settings.integer("limits.send-burst", usual.burst(), 1, Rate.COUNT_MAX));
  }

  private static Rate rate(Settings settings, LimitName limit) {
    return settings.words(
        "limits." + limit.wire(),
        limit.usual().toString(),
        "such as 30 per 1m, or 10 per 1s burst 30",
        LimitsConfig::parse);
  }

  private static Rate parse(List<String> words) {
    var rate = words.size() == 1 ? Rate.parse(words.getFirst()) : null;
    if (rate == null) {
      throw new IllegalArgumentException("not a rate");
    }
    return rate;
  }

  public Rate rate(LimitName limit) {
    return rates.getOrDefault(limit, limit.usual());
  }
}
