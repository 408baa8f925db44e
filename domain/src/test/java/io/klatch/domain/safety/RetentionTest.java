package io.klatch.domain.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");
  private static final TenantId ACME = new TenantId("acme");

  private final FakeStore store = new FakeStore();
  private final Map<TenantId, Integer> tenants = new HashMap<>();
  private final List<String> heard = new ArrayList<>();
  private final Retention retention =
      new Retention(
          store,
          () -> tenants,
          (key, first) -> heard.add(key.conversation() + " " + first),
          () -> NOW);

  @Test
  void messages_go_that_are_older_than_the_tenant_says_by_the_hour() {
    tenants.put(ACME, 7);
    store.add("c1", null, days(8), days(7).minusSeconds(60), days(7).minusSeconds(3_600), days(1));
    store.add("c2", null, days(6));
    retention.round();
    assertThat(store.left("c1")).hasSize(3);
    assertThat(store.left("c2")).hasSize(1);
    assertThat(heard).containsExactly("c1 2");
    assertThat(retention.removed()).isEqualTo(1);
  }

  @Test
  void the_shorter_time_counts_where_tenant_and_conversation_say_one() {
    tenants.put(ACME, 7);
    store.add("c1", 3, days(5), days(1));
    store.add("c2", 30, days(8), days(5));
    sweep();
    assertThat(store.left("c1")).hasSize(1);
    assertThat(store.left("c2")).hasSize(1);
  }

  @Test
  void a_conversation_may_say_it_alone_and_where_nobody_does_nothing_goes() {
    store.add("c1", 3, days(5));
    store.add("c2", null, days(5_000));
    sweep();
    assertThat(store.left("c1")).isEmpty();
    assertThat(store.left("c2")).hasSize(1);
  }

  @Test
  void a_round_is_bounded_and_the_next_goes_on_where_it_stopped() {
    tenants.put(ACME, 1);
    var many = new Instant[Retention.REMOVED_MAX + 10];
    Arrays.fill(many, days(2));
    store.add("c1", null, many);
    store.add("c2", null, days(2));
    retention.round();
    assertThat(store.left("c1")).hasSize(10);
    assertThat(store.left("c2")).hasSize(1);
    assertThat(retention.sweeps()).isZero();
    sweep();
    assertThat(store.left("c1")).isEmpty();
    assertThat(store.left("c2")).isEmpty();
    assertThat(store.largestStep).isEqualTo(Retention.REMOVED_AT_ONCE);
    assertThat(heard).containsExactly("c1 5001", "c1 5011", "c2 2");
  }

  @Test
  void every_conversation_is_looked_at_however_many_there_are() {
    tenants.put(ACME, 1);
    for (var n = 10_000; n < 10_000 + Retention.LOOKED_AT_MAX + 500; n++) {
      store.add("c" + n, null, days(2));
    }
    retention.round();
    assertThat(retention.removed()).isEqualTo(Retention.LOOKED_AT_MAX);
    sweep();
    assertThat(retention.removed()).isEqualTo(Retention.LOOKED_AT_MAX + 500);
  }

  private void sweep() {
    for (var rounds = 0; retention.sweeps() == 0; rounds++) {
      assertThat(rounds).isLessThan(10);
      retention.round();
    }
  }

  private static Instant days(int ago) {
    return NOW.minus(Duration.ofDays(ago));
  }

  private static final class FakeStore implements RetentionStore {
    private final TreeMap<String, List<Instant>> messages = new TreeMap<>();
    private final Map<String, Integer> own = new HashMap<>();
    private final Map<String, Integer> gone = new HashMap<>();
    int largestStep;

    void add(String id, @Nullable Integer days, Instant... sent) {
      messages.put(id, new ArrayList<>(List.of(sent)));
      if (days != null) {
        own.put(id, days);
      }
    }

    List<Instant> left(String id) {
      return messages.getOrDefault(id, List.of());
    }

    @Override
    public List<Aging> ofTenant(TenantId tenant, @Nullable ConversationId after, int limit) {
      return messages.tailMap(after == null ? "" : after.value(), false).keySet().stream()
          .limit(limit)
          .map(this::aging)
          .toList();
    }

    @Override
    public List<Aging> withTheirOwn(@Nullable ConversationKey after, int limit) {
      return messages
          .tailMap(after == null ? "" : after.conversation().value(), false)
          .keySet()
          .stream()
          .filter(own::containsKey)
          .limit(limit)
          .map(this::aging)
          .toList();
    }

    @Override
    public Removed remove(ConversationKey conversation, Instant before, int max) {
      var id = conversation.conversation().value();
      var all = left(id);
      var count = 0;
      while (count < max && !all.isEmpty() && all.getFirst().isBefore(before)) {
        all.removeFirst();
        count++;
      }
      largestStep = Math.max(largestStep, count);
      var first = gone.merge(id, count, Integer::sum) + 1;
      return new Removed(count, new Seq(first));
    }

    private Aging aging(String id) {
      var all = left(id);
      return new Aging(
          new ConversationKey(ACME, new ConversationId(id)),
          own.get(id),
          all.isEmpty() ? null : all.getFirst());
    }
  }
}
