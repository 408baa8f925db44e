package io.klatch.domain.schedule;

import static io.klatch.domain.schedule.ScheduleFixture.ANN;
import static io.klatch.domain.schedule.ScheduleFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessagePage;
import io.klatch.domain.chat.MessageStore;
import io.klatch.domain.chat.Posting;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DispatchTest {
  private static final UserKey BOB = new UserKey(TenantId.DEFAULT, new UserId("bob"));

  private final ScheduleFixture fixture = new ScheduleFixture();
  private final List<SendMessage> sent = new ArrayList<>();
  private final Set<UserKey> tooFast = new HashSet<>();
  private @Nullable Appended refusal;
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private boolean admitted = true;
  private final Dispatch dispatch =
      new Dispatch(
          fixture,
          new Posting(
              new Messages(),
              sender -> tooFast.contains(sender) ? Duration.ofSeconds(1) : Duration.ZERO,
              () -> admitted,
              ChatLimits.defaults(),
              Clock.fixed(NOW, ZoneOffset.UTC)),
          fixture,
          () -> clock.instant());

  @Test
  void what_is_due_is_sent_in_its_order_and_what_is_not_waits() {
    fixture.put(ScheduleFixture.at("b", NOW));
    fixture.put(ScheduleFixture.at("c", NOW.plusMillis(1)));
    fixture.put(ScheduleFixture.at("a", NOW.minusSeconds(3_600)));
    dispatch.round();
    assertThat(fixture.told).containsExactly("a sent as 1", "b sent as 2");
    clock = Clock.fixed(NOW.plusMillis(1), ZoneOffset.UTC);
    dispatch.round();
    assertThat(fixture.told).hasSize(3).last().isEqualTo("c sent as 3");
  }

  @Test
  void a_message_has_its_scheduled_id_as_its_client_id_and_names_what_was_read() {
    var scheduled = ScheduleFixture.at("a", NOW);
    fixture.put(scheduled);
    dispatch.round();
    var message = sent.getFirst();
    assertThat(message.clientMessageId()).hasToString("scheduled-a");
    assertThat(message.timing().due()).hasToString("Due[id=scheduled-a, revision=0]");
    assertThat(message.sender()).isEqualTo(ANN);
  }

  @Test
  void one_that_is_refused_is_kept_with_why_and_told() {
    fixture.put(ScheduleFixture.at("a", NOW));
    refusal = new Appended.NotAMember();
    dispatch.round();
    dispatch.round();
    assertThat(fixture.told).containsExactly("a failed");
    assertThat(fixture.stored.values())
        .extracting(Scheduled::failure)
        .containsExactly(ErrorCode.NOT_FOUND);
  }

  @Test
  void one_that_was_taken_back_in_the_meantime_is_told_no_more() {
    fixture.put(ScheduleFixture.at("a", NOW));
    refusal = new Appended.Withdrawn();
    dispatch.round();
    assertThat(fixture.told).isEmpty();
  }

  @Test
  void those_of_who_sends_too_fast_wait_and_hold_up_nobody() {
    tooFast.add(ANN);
    for (var i = 0; i < 150; i++) {
      fixture.put(ScheduleFixture.at("a%03d".formatted(i), NOW.minusSeconds(1)));
    }
    fixture.put(ScheduleFixture.at("b", BOB, NOW));
    dispatch.round();
    assertThat(fixture.told).containsExactly("b sent as 1");
    tooFast.clear();
    dispatch.round();
    assertThat(fixture.told).hasSize(151);
  }

  @Test
  void a_round_has_an_end_and_the_next_goes_on_from_there() {
    tooFast.add(ANN);
    for (var i = 0; i < Dispatch.ROUND_MAX; i++) {
      fixture.put(ScheduleFixture.at("a%04d".formatted(i), NOW.minusSeconds(1)));
    }
    fixture.put(ScheduleFixture.at("b", BOB, NOW));
    dispatch.round();
    assertThat(fixture.told).isEmpty();
    dispatch.round();
    assertThat(fixture.told).containsExactly("b sent as 1");
  }

  @Test
  void nothing_is_lost_while_delivery_is_behind() {
    fixture.put(ScheduleFixture.at("a", NOW));
    admitted = false;
    dispatch.round();
    assertThat(fixture.told).isEmpty();
    admitted = true;
    dispatch.round();
    assertThat(fixture.told).containsExactly("a sent as 1");
  }

  private final class Messages implements MessageStore {
    @Override
    public Appended append(SendMessage it, Instant acceptedAt) {
      if (refusal != null) {
        return refusal;
      }
      sent.add(it);
      fixture.stored.remove(Objects.requireNonNull(it.timing().due()).id());
      var seq = new Seq(sent.size());
      var message =
          new Message(
              it.conversation(),
              seq,
              it.sender().user(),
              it.text(),
              it.clientMessageId(),
              acceptedAt);
      return new Appended.Stored(message, acceptedAt, false);
    }

    @Override
    public @Nullable MessagePage page(ReadHistory query) {
      throw new AssertionError("not asked");
    }
  }
}
