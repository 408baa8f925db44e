package io.klatch.server.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.StatusLimiter;
import java.time.Duration;

/// How often a user may choose a status: [#PER_MINUTE] to begin with, as many come back in a
/// minute. Thread-safe.
public final class StatusBuckets implements StatusLimiter {
  public static final int PER_MINUTE = 10;

  private static final int USERS_MAX = 1_000_000;
  private static final Duration FULL_AGAIN = Duration.ofMinutes(1);

  private final LoadingCache<UserKey, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(USERS_MAX)
          .expireAfterAccess(FULL_AGAIN)
          .build(_ ->
              Bucket.builder()
                  .addLimit(
                      limit -> limit.capacity(PER_MINUTE).refillGreedy(PER_MINUTE, FULL_AGAIN))
                  .build());

  @Override
  public Duration waitToChoose(UserKey user) {
    var probe = buckets.get(user).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
  }
}
