package io.klatch.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Newcomers;
import io.klatch.domain.user.UserStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Accounts are new for a while after a back end first told of the user. Of whom none has told,
/// nobody knows the age, and they are not new. Thread-safe; looks each user up once in
/// [#KNOWN_FOR], so that a message does not cost a query.
public final class NewAccounts implements Newcomers {
  static final Duration KNOWN_FOR = Duration.ofMinutes(1);
  private static final int KNOWN_MAX = 100_000;

  private final Duration newFor;
  private final UserStore users;
  private final InstantSource clock;

  /// When each account began; the beginning of time where nobody knows.
  private final Cache<UserKey, Instant> since;

  public NewAccounts(Duration newFor, UserStore users, InstantSource clock) {
    this.newFor = newFor;
    this.users = users;
    this.clock = clock;
    this.since =
        Caffeine.newBuilder()
            .maximumSize(KNOWN_MAX)
            .expireAfterWrite(KNOWN_FOR)
            .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
            .build();
  }

  @Override
  public boolean isNew(UserKey user) {
    if (newFor.isZero()) {
      return false;
    }
    try {
      return clock.instant().isBefore(since(user).plus(newFor));
    } catch (UnavailableException _) {
      return !LimitName.NEW_ACCOUNT_SEND.failOpen();
    }
  }

  /// Not within the cache's own lock: the look-up waits for a reader.
  private Instant since(UserKey user) {
    var known = since.getIfPresent(user);
    if (known == null) {
      var found = users.find(user);
      known = found == null ? Instant.EPOCH : found.createdAt();
      since.put(user, known);
    }
    return known;
  }
}
