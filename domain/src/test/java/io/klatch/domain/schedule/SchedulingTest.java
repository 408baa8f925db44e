package io.klatch.domain.schedule;

import static io.klatch.domain.schedule.ScheduleFixture.ANN;
import static io.klatch.domain.schedule.ScheduleFixture.NOW;
import static io.klatch.domain.schedule.ScheduleFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.Guard;
import io.klatch.domain.chat.Unfit;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.schedule.ScheduleResult.TimeUnfit;
import io.klatch.domain.schedule.ScheduleResult.Waits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchedulingTest {
  private final ScheduleFixture fixture = new ScheduleFixture();
  private Duration wait = Duration.ZERO;
  private boolean admitted = true;
  private final Scheduling scheduling =
      new Scheduling(
          fixture,
          new Guard(_ -> wait, () -> admitted),
          new ChatLimits(20, 10),
          fixture,
          new Random(1),
          InstantSource.fixed(NOW));

  @Test
  void a_message_is_kept_and_all_devices_are_told() {
    var waits = (Waits) schedule("later", "m1", NOW.plusSeconds(60));
    assertThat(waits.scheduled().sendAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(fixture.stored).containsKey(waits.scheduled().id());
    assertThat(fixture.told).containsExactly("later pending");
  }

  @Test
  void the_same_client_id_is_the_same_message_and_another_is_another() {
    schedule("one", "m1", NOW.plusSeconds(60));
    assertThat(schedule("two", "m1", NOW.plusSeconds(90)))
        .isInstanceOfSatisfying(Waits.class, it -> assertThat(it.deduplicated()).isTrue());
    schedule("three", "m2", NOW.plusSeconds(60));
    schedule("four", null, NOW.plusSeconds(60));
    schedule("four", null, NOW.plusSeconds(60));
    assertThat(fixture.stored).hasSize(4);
    assertThat(fixture.told).hasSize(4);
  }

  @Test
  void it_is_for_ten_seconds_to_a_year_from_now() {
    var unfit = new TimeUnfit(Duration.ofSeconds(10), Duration.ofDays(365));
    assertThat(schedule("x", "m1", NOW.plusMillis(9_999))).isEqualTo(unfit);
    assertThat(schedule("x", "m1", NOW.plus(Duration.ofDays(365)).plusMillis(1))).isEqualTo(unfit);
    assertThat(schedule("x", "m1", NOW.plusSeconds(10))).isInstanceOf(Waits.class);
    assertThat(schedule("x", "m2", NOW.plus(Duration.ofDays(365)))).isInstanceOf(Waits.class);
  }

  @Test
  void it_has_the_rules_of_a_text_and_the_pace_of_a_send() {
    assertThat(schedule(" ", "m1", NOW.plusSeconds(60)))
        .isEqualTo(new ScheduleResult.TextUnfit(new Unfit.Empty()));
    wait = Duration.ofSeconds(1);
    assertThat(schedule("x", "m1", NOW.plusSeconds(60)))
        .isEqualTo(new ScheduleResult.RateLimited(wait));
    wait = Duration.ZERO;
    admitted = false;
    assertThat(schedule("x", "m1", NOW.plusSeconds(60)))
        .isEqualTo(new ScheduleResult.Unavailable());
    assertThat(fixture.stored).isEmpty();
  }

  @Test
  void a_refused_one_waits_again_with_another_time_and_not_with_another_text() {
    var failed = ScheduleFixture.at("x", NOW).failed(ErrorCode.NOT_FOUND);
    fixture.put(failed);
    scheduling.change(ANN, failed.id(), new ScheduleChange("y", null));
    scheduling.change(ANN, failed.id(), new ScheduleChange(null, NOW.plusSeconds(60)));
    assertThat(fixture.told).containsExactly("y failed", "y pending");
    assertThat(fixture.stored.get(failed.id()))
        .extracting(Scheduled::failure, Scheduled::revision)
        .containsExactly(null, 3L);
  }

  @Test
  void a_change_has_the_same_rules() {
    var id = ScheduleFixture.at("x", NOW).id();
    assertThat(scheduling.change(ANN, id, new ScheduleChange("", null)))
        .isEqualTo(new ScheduleResult.TextUnfit(new Unfit.Empty()));
    assertThat(scheduling.change(ANN, id, new ScheduleChange(null, NOW)))
        .isInstanceOf(TimeUnfit.class);
    assertThat(scheduling.change(ANN, id, new ScheduleChange("y", null)))
        .isEqualTo(new ScheduleResult.NoSuchScheduled());
  }

  @Test
  void what_is_cancelled_is_told_once() {
    var scheduled = ScheduleFixture.at("x", NOW);
    fixture.put(scheduled);
    scheduling.cancel(ANN, scheduled.id());
    assertThat(scheduling.cancel(ANN, scheduled.id()))
        .isEqualTo(new ScheduleResult.NoSuchScheduled());
    assertThat(fixture.told).containsExactly("x cancelled");
  }

  @Test
  void a_page_says_where_the_next_begins() {
    for (var i = 0; i < 3; i++) {
      fixture.put(ScheduleFixture.at("m" + i, NOW.plusSeconds(i)));
    }
    var first = (ScheduledResult.Found) scheduling.list(ANN, 2, null);
    var rest = (ScheduledResult.Found) scheduling.list(ANN, 2, first.next());
    assertThat(rest.scheduled()).extracting(Scheduled::text).containsExactly("m2");
    assertThat(rest.next()).isNull();
  }

  @Test
  void an_id_says_what_it_is_of() {
    var waits = (Waits) schedule("x", null, NOW.plusSeconds(60));
    assertThat(waits.scheduled().id().value()).startsWith(ScheduledId.PREFIX);
    assertThat(ScheduledId.isValid("scheduled-" + "x".repeat(60))).isFalse();
    assertThat(ScheduledId.isValid("m1")).isFalse();
  }

  private ScheduleResult schedule(String text, @Nullable String clientId, Instant sendAt) {
    var id = clientId == null ? null : new ClientMessageId(clientId);
    return scheduling.schedule(
        new ScheduleMessage(ANN, ROOM, text, id, Content.NONE, null, sendAt));
  }
}
