package io.klatch.server.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Rate;
import io.klatch.domain.limit.Subject;
import io.klatch.domain.tenant.TenantDirectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bucket of tokens for each limit and who it counts, at the rate of the user's tenant or else
/// the server's. Thread-safe. Kept in memory until it would be full again, by when forgetting it
/// changes nothing.
public final class Buckets implements Allowances {
  private static final Logger log = LoggerFactory.getLogger(Buckets.class);
  private static final int BUCKETS_MAX = 1_000_000;
  private static final Duration WHILE_UNCOUNTED = Duration.ofSeconds(1);

  private final LimitsConfig config;
  private final TenantDirectory tenants;
  private final Function<Rate, Bucket> make;
  private final Map<LimitName, Counter> refused = new EnumMap<>(LimitName.class);
  private final LoadingCache<Key, Counted> buckets =
      Caffeine.newBuilder()
          .maximumSize(BUCKETS_MAX)
          .expireAfter(Expiry.<Key, Counted>accessing((_, counted) -> counted.fullAgain))
          .build(this::bucket);

  public Buckets(LimitsConfig config, TenantDirectory tenants, MeterRegistry meters) {
    this(config, tenants, meters, Buckets::bucket);
  }

  Buckets(
      LimitsConfig config,
      TenantDirectory tenants,
      MeterRegistry meters,
      Function<Rate, Bucket> make) {
    this.config = config;
    this.tenants = tenants;
    this.make = make;
    for (var limit : LimitName.values()) {
      refused.put(limit, meters.counter("klatch.limited", "limit", limit.wire()));
    }
  }

  @Override
  public Duration take(LimitName limit, Subject subject) {
    var wait = waitFor(new Key(limit, subject));
    var count = refused.get(limit);
    if (wait.isPositive() && count != null) {
      count.increment();
    }
    return wait;
  }

  @Override
  public void giveBack(LimitName limit, Subject subject) {
    var counted = buckets.getIfPresent(new Key(limit, subject));
    if (counted != null) {
      counted.bucket.addTokens(1);
    }
  }

  /// The tenant's rates have changed: everybody of it begins with a full bucket.
  public void forget(TenantId tenant) {
    buckets.asMap().keySet().removeIf(key -> key.tenant().equals(tenant));
  }

  private Duration waitFor(Key key) {
    var limit = key.limit;
    try {
      var probe = buckets.get(key).bucket.tryConsumeAndReturnRemaining(1);
      return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    } catch (RuntimeException e) {
      log.error(
          "a limit cannot be counted limit={} open={} why={}",
          limit,
          limit.failOpen(),
          e.toString());
      return limit.failOpen() ? Duration.ZERO : WHILE_UNCOUNTED;
    }
  }

  private Counted bucket(Key key) {
    var tenant = tenants.find(key.tenant());
    var own = tenant == null ? null : tenant.policy().limits().get(key.limit);
    var rate = own == null ? config.rate(key.limit) : own;
    return new Counted(make.apply(rate), fullAgain(rate));
  }

  private static Bucket bucket(Rate rate) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(rate.count(), rate.per()))
        .build();
  }

  private static Duration fullAgain(Rate rate) {
    return rate.per().multipliedBy(1L + rate.burst() / rate.count()).plusSeconds(1);
  }

  private record Key(LimitName limit, Subject subject) {
    Key {
      if (subject.scope() != limit.scope()) {
        throw new IllegalArgumentException(limit + " counts per " + limit.scope().text());
      }
    }

    TenantId tenant() {
      return subject.user().tenant();
    }
  }

  private record Counted(Bucket bucket, Duration fullAgain) {}
}
