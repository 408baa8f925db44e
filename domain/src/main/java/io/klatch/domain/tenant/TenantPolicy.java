package io.klatch.domain.tenant;

import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Rate;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a tenant's users may do.
///
/// @param origins whose web pages may use its tokens, besides those the server lets in for everyone
/// @param limits its own rates in place of the server's
/// @param retentionDays how long its messages are kept; null means for ever
/// @param features what its tokens' `features` may hold; null means anything
public record TenantPolicy(
    Set<WebOrigin> origins,
    Map<LimitName, Rate> limits,
    @Nullable Integer retentionDays,
    @Nullable Set<String> features) {
  public static final TenantPolicy NONE = new TenantPolicy(Set.of(), Map.of(), null, null);
  public static final int ORIGINS_MAX = 50;
  public static final int FEATURES_MAX = 100;
  public static final int FEATURE_CHARACTERS_MAX = 64;
  public static final int RETENTION_DAYS_MAX = 36_500;

  public TenantPolicy {
    origins = Set.copyOf(origins);
    limits = Map.copyOf(limits);
    features = features == null ? null : Set.copyOf(features);
    if (origins.size() > ORIGINS_MAX) {
      throw new IllegalArgumentException("a tenant has at most " + ORIGINS_MAX + " origins");
    }
    if (features != null
        && (features.size() > FEATURES_MAX
            || features.stream()
                .anyMatch(it -> it.isBlank() || it.length() > FEATURE_CHARACTERS_MAX))) {
      throw new IllegalArgumentException(
          "a tenant has at most %d features of 1 to %d characters"
              .formatted(FEATURES_MAX, FEATURE_CHARACTERS_MAX));
    }
    if (retentionDays != null && (retentionDays < 1 || retentionDays > RETENTION_DAYS_MAX)) {
      throw new IllegalArgumentException("retention_days is 1 to " + RETENTION_DAYS_MAX);
    }
  }

  /// Which of a token's features count.
  public Set<String> entitled(Set<String> claimed) {
    var allowed = features;
    if (allowed == null) {
      return claimed;
    }
    return claimed.stream().filter(allowed::contains).collect(Collectors.toUnmodifiableSet());
  }
}
