package io.klatch.domain.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BlockingTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");

  private final FakeStore store = new FakeStore();
  private final List<String> heard = new ArrayList<>();
  private Duration wait = Duration.ZERO;
  private boolean admitted = true;

  @Nested
  class A_block {
    @Test
    void is_heard_of_when_it_changes_something() {
      assertThat(blocking().block(key(ANN), BOB)).isEqualTo(new BlockResult.Done(true));
      assertThat(blocking().block(key(ANN), BOB)).isEqualTo(new BlockResult.Done(false));
      assertThat(blocking().unblock(key(ANN), BOB)).isEqualTo(new BlockResult.Done(true));
      assertThat(heard).containsExactly("ann bob true", "ann bob false");
    }

    @Test
    void of_oneself_is_refused() {
      assertThat(blocking().block(key(ANN), ANN)).isEqualTo(new BlockResult.Oneself());
      assertThat(store.blocks).isEmpty();
    }

    @Test
    void that_comes_too_fast_or_while_the_store_is_behind_is_refused_and_nothing_is_stored() {
      wait = Duration.ofMillis(70);
      assertThat(blocking().block(key(ANN), BOB)).isEqualTo(new BlockResult.RateLimited(wait));
      wait = Duration.ZERO;
      admitted = false;
      assertThat(blocking().block(key(ANN), BOB)).isEqualTo(new BlockResult.Unavailable());
      admitted = true;
      store.fails = true;
      assertThat(blocking().block(key(ANN), BOB)).isEqualTo(new BlockResult.Unavailable());
      assertThat(heard).isEmpty();
    }
  }

  @Nested
  class Two_users_are_apart {
    @Test
    void whichever_of_them_has_blocked_the_other() {
      store.block(key(ANN), BOB, 10);
      store.block(key(EVE), ANN, 10);
      var apart = new Apart(store);
      assertThat(apart.among(key(ANN), Set.of(ANN, BOB, EVE))).containsOnly(BOB, EVE);
      assertThat(apart.among(key(BOB), Set.of(ANN, BOB, EVE))).containsOnly(ANN);
      assertThat(apart.without(key(EVE), Set.of(ANN, BOB, EVE))).containsOnly(BOB, EVE);
    }

    @Test
    void of_many_viewers_at_once() {
      store.block(key(ANN), BOB, 10);
      var apart = new Apart(store).between(TenantId.DEFAULT, Set.of(ANN, BOB, EVE), Set.of(BOB));
      assertThat(apart).isEqualTo(Map.of(ANN, Set.of(BOB)));
    }
  }

  private Blocking blocking() {
    return new Blocking(
        store,
        _ -> wait,
        () -> admitted,
        (owner, user, blocked) -> heard.add(owner.user() + " " + user + " " + blocked));
  }

  private static UserKey key(UserId user) {
    return new UserKey(TenantId.DEFAULT, user);
  }

  private static final class FakeStore implements BlockStore {
    final Map<UserId, Set<UserId>> blocks = new HashMap<>();
    boolean fails;

    @Override
    public BlockResult block(UserKey owner, UserId user, int blockedMax) {
      if (fails) {
        throw new UnavailableException("full");
      }
      return new BlockResult.Done(
          blocks.computeIfAbsent(owner.user(), _ -> new HashSet<>()).add(user));
    }

    @Override
    public BlockResult unblock(UserKey owner, UserId user) {
      return new BlockResult.Done(blocks.getOrDefault(owner.user(), new HashSet<>()).remove(user));
    }

    @Override
    public BlockPage page(UserKey owner, @Nullable UserId after, int limit) {
      throw new AssertionError("not asked");
    }

    @Override
    public Map<UserId, Set<UserId>> keptAway(TenantId tenant, Collection<UserId> users) {
      var found = new HashMap<>(blocks);
      found.keySet().retainAll(users);
      return found;
    }
  }
}
