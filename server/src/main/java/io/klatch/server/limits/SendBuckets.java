package io.klatch.server.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.klatch.domain.chat.SendLimiter;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;

/// A bucket of tokens per user: `sendBurst` to begin with, `sendPerSecond` come back. Thread-safe.
public final class SendBuckets implements SendLimiter {
  private static final int USERS_MAX = 1_000_000;

  private final LimitsConfig config;
  private final LoadingCache<UserKey, Bucket> buckets;

  public SendBuckets(LimitsConfig config) {
    this.config = config;
    // By then a bucket is full again, so forgetting it changes nothing.
    var fullAgain = Duration.ofSeconds(1L + config.sendBurst() / config.sendPerSecond());
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(USERS_MAX)
            .expireAfterAccess(fullAgain)
            .build(_ -> bucket());
  }

  @Override
  public Duration waitToSend(UserKey sender) {
    var probe = buckets.get(sender).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit ->
            limit
                .capacity(config.sendBurst())
                .refillGreedy(config.sendPerSecond(), Duration.ofSeconds(1)))
        .build();
  }
}
