package io.klatch.domain.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private static final RepeatKey KEY = new RepeatKey(TenantId.DEFAULT, "k1");
  private static final KeptAnswer ANSWER = new KeptAnswer("f", 201, "{}");

  private final Fake store = new Fake();
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final Repeats repeats = new Repeats(store, () -> now);

  @Test
  void the_first_is_done_and_a_repeat_gets_its_answer_for_a_day() {
    assertThat(repeats.begin(KEY, "f")).isEqualTo(new Begin.First());
    repeats.end(KEY, ANSWER);
    now = now.plus(Duration.ofHours(24)).minusMillis(1);
    assertThat(repeats.begin(KEY, "f")).isEqualTo(new Begin.Repeated(ANSWER));
    now = now.plusMillis(1);
    assertThat(repeats.begin(KEY, "f")).isEqualTo(new Begin.First());
  }

  @Test
  void a_repeat_while_the_first_is_being_done_is_told_so() {
    assertThat(repeats.begin(KEY, "f")).isEqualTo(new Begin.First());
    assertThat(repeats.begin(KEY, "f")).isEqualTo(new Begin.UnderWay());
    repeats.end(KEY, null);
    assertThat(repeats.begin(KEY, "f")).isEqualTo(new Begin.First());
  }

  @Test
  void another_request_of_the_same_key_is_told_so_and_one_of_another_tenant_is_another_key() {
    repeats.begin(KEY, "f");
    repeats.end(KEY, ANSWER);
    assertThat(repeats.begin(KEY, "g")).isEqualTo(new Begin.Differs());
    var other = new RepeatKey(new TenantId("acme"), "k1");
    assertThat(repeats.begin(other, "g")).isEqualTo(new Begin.First());
  }

  @Test
  void while_the_store_cannot_be_asked_nothing_is_done() {
    store.broken = true;
    assertThat(repeats.begin(KEY, "f")).isEqualTo(new Begin.Unavailable());
    store.broken = false;
    assertThat(repeats.begin(KEY, "f")).isEqualTo(new Begin.First());
  }

  @Test
  void an_answer_that_cannot_be_kept_frees_its_key_all_the_same() {
    repeats.begin(KEY, "f");
    store.broken = true;
    repeats.end(KEY, ANSWER);
    store.broken = false;
    assertThat(repeats.begin(KEY, "f")).isEqualTo(new Begin.First());
  }

  private static final class Fake implements AnswerStore {
    private final Map<RepeatKey, KeptAnswer> answers = new HashMap<>();
    private final Map<RepeatKey, Instant> times = new HashMap<>();
    private boolean broken;

    @Override
    public @Nullable KeptAnswer find(RepeatKey key, Instant since) {
      check();
      var at = times.get(key);
      return at != null && at.isAfter(since) ? answers.get(key) : null;
    }

    @Override
    public void keep(RepeatKey key, KeptAnswer answer, Instant at) {
      check();
      answers.put(key, answer);
      times.put(key, at);
    }

    @Override
    public void forget(Instant before) {
      times.values().removeIf(at -> at.isBefore(before));
    }

    private void check() {
      if (broken) {
        throw new UnavailableException("full");
      }
    }
  }
}
