package io.klatch.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.user.User;
import io.klatch.domain.user.UserProfile;
import io.klatch.domain.user.UserStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewAccountsTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final Told told = new Told();
  private final NewAccounts accounts = new NewAccounts(DAY, told, () -> now);

  @Test
  void an_account_is_new_for_a_day_after_a_back_end_told_of_it() {
    told.since.put(ANN, now);
    assertThat(accounts.isNew(ANN)).isTrue();
    now = now.plus(DAY).minusMillis(1);
    assertThat(accounts.isNew(ANN)).isTrue();
    now = now.plusMillis(1);
    assertThat(accounts.isNew(ANN)).isFalse();
  }

  @Test
  void who_nobody_has_told_of_is_not_new_and_is_a_minute_after_somebody_has() {
    assertThat(accounts.isNew(ANN)).isFalse();
    told.since.put(ANN, now);
    now = now.plus(NewAccounts.KNOWN_FOR);
    assertThat(accounts.isNew(ANN)).isTrue();
  }

  @Test
  void a_user_is_looked_up_once_a_minute() {
    for (int i = 0; i < 10; i++) {
      accounts.isNew(ANN);
    }
    assertThat(told.lookups).isEqualTo(1);
    now = now.plus(NewAccounts.KNOWN_FOR);
    accounts.isNew(ANN);
    assertThat(told.lookups).isEqualTo(2);
  }

  @Test
  void nobody_is_new_while_it_cannot_be_looked_up() {
    told.since.put(ANN, now);
    told.broken = true;
    assertThat(accounts.isNew(ANN)).isFalse();
  }

  @Test
  void with_no_time_to_be_new_in_nobody_is_and_nobody_is_looked_up() {
    told.since.put(ANN, now);
    assertThat(new NewAccounts(Duration.ZERO, told, () -> now).isNew(ANN)).isFalse();
    assertThat(told.lookups).isZero();
  }

  private static final class Told implements UserStore {
    final Map<UserKey, Instant> since = new HashMap<>();
    boolean broken;
    int lookups;

    @Override
    public @Nullable User find(UserKey user) {
      lookups++;
      if (broken) {
        throw new UnavailableException("broken on purpose");
      }
      var at = since.get(user);
      return at == null ? null : new User(user, UserProfile.NONE, at, at);
    }

    @Override
    public Saved save(UserKey user, UnaryOperator<UserProfile> change) {
      throw new AssertionError("nothing is changed here");
    }

    @Override
    public List<User> page(TenantId tenant, @Nullable UserId after, int limit) {
      throw new AssertionError("nobody is listed here");
    }
  }
}
