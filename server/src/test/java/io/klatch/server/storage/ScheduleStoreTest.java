package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static io.klatch.server.storage.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.Timing;
import io.klatch.domain.draft.Writing;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.schedule.ScheduleChange;
import io.klatch.domain.schedule.ScheduleResult;
import io.klatch.domain.schedule.ScheduleResult.Waits;
import io.klatch.domain.schedule.Scheduled;
import io.klatch.domain.schedule.Scheduled.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleStoreTest {
  private static final int MAX = 3;

  @TempDir private Path folder;
  private StoreFixture fixture;
  private ConversationId room;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    room = fixture.group("c1", ANN, BOB);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void a_scheduled_message_is_found_after_a_restart_with_all_it_says() {
    fixture.send(ANN, room, "first");
    var mentions = new Mentions(List.of(BOB.user()), false, false);
    var content = new Content(new Seq(1), new Seq(1), mentions, "{\"a\":1}", null);
    var full =
        new Scheduled(
            id("a"),
            0,
            ANN,
            room,
            "later",
            content,
            Duration.ofSeconds(5),
            NOW.plusSeconds(60),
            NOW,
            null);
    add(full);
    fixture.close();
    fixture = new StoreFixture(folder);
    assertThat(list(ANN)).containsExactly(full);
    assertThat(list(BOB)).isEmpty();
  }

  @Test
  void who_is_not_in_the_conversation_schedules_nothing() {
    assertThat(add(at("a", EVE, 1))).isEqualTo(new ScheduleResult.NotFound());
  }

  @Test
  void the_same_id_is_the_same_message_also_when_it_was_sent() {
    var first = at("a", ANN, 1);
    add(first);
    assertThat(add(at("a", ANN, 2))).isEqualTo(new Waits(first, true));
    dispatch(first);
    assertThat(add(at("a", ANN, 2)))
        .isInstanceOfSatisfying(
            ScheduleResult.Sent.class, it -> assertThat(it.message().seq()).isEqualTo(new Seq(1)));
    assertThat(list(ANN)).isEmpty();
  }

  @Test
  void a_user_has_no_more_waiting_than_allowed_refused_ones_aside() {
    var failed = at("f", ANN, 0);
    add(failed);
    fail(failed);
    for (var i = 0; i < MAX; i++) {
      add(at("a" + i, ANN, i));
    }
    assertThat(add(at("b", ANN, 9))).isEqualTo(new ScheduleResult.TooMany(MAX));
    assertThat(add(at("b", BOB, 9))).isInstanceOf(Waits.class);
    var again = new ScheduleChange(null, NOW.plusSeconds(99));
    assertThat(fixture.store.scheduled().change(ANN, id("f"), again, MAX))
        .isEqualTo(new ScheduleResult.TooMany(MAX));
  }

  @Test
  void what_is_due_comes_in_order_by_pages_without_the_refused() {
    var failed = at("f", ANN, 0);
    add(failed);
    fail(failed);
    add(at("b", ANN, 2));
    add(at("a", BOB, 2));
    add(at("z", ANN, 1));
    add(at("y", BOB, 3));
    var now = NOW.plusSeconds(2);
    var first = fixture.store.scheduled().due(now, 2, null);
    assertThat(first).extracting(Scheduled::text).containsExactly("z", "a");
    var place = new Place(first.getLast().sendAt(), first.getLast().id());
    assertThat(fixture.store.scheduled().due(now, 2, place))
        .extracting(Scheduled::text)
        .containsExactly("b");
  }

  @Test
  void of_the_refused_the_newest_are_kept_and_those_that_wait() {
    for (var i = 0; i < 3; i++) {
      var each = at("f" + i, ANN, i);
      add(each);
      fixture.store.scheduled().fail(each, ErrorCode.FORBIDDEN, 2);
    }
    add(at("a", ANN, 0));
    assertThat(list(ANN)).extracting(Scheduled::text).containsExactly("a", "f1", "f2");
  }

  @Nested
  class Sending {
    @Test
    void takes_it_away_in_the_commit_that_stores_it() {
      var scheduled = at("a", ANN, 1);
      add(scheduled);
      var commits = fixture.store.commits();
      assertThat(dispatch(scheduled)).isInstanceOf(Appended.Stored.class);
      assertThat(fixture.store.commits()).isEqualTo(commits + 1);
      assertThat(list(ANN)).isEmpty();
      assertThat(dispatch(scheduled)).isEqualTo(new Appended.Withdrawn());
      fixture.close();
      fixture = new StoreFixture(folder);
      assertThat(fixture.store.scheduled().due(NOW.plusSeconds(9), 10, null)).isEmpty();
      assertThat(fixture.all(ANN, room)).hasSize(1);
    }

    @Test
    void does_not_happen_once_it_was_cancelled_or_changed() {
      var one = at("a", ANN, 1);
      add(one);
      assertThat(fixture.store.scheduled().cancel(ANN, one.id())).isEqualTo(one);
      assertThat(dispatch(one)).isEqualTo(new Appended.Withdrawn());
      var two = at("b", ANN, 1);
      add(two);
      fixture.store.scheduled().change(ANN, two.id(), new ScheduleChange("x", null), MAX);
      assertThat(dispatch(two)).isEqualTo(new Appended.Withdrawn());
      assertThat(fixture.all(ANN, room)).isEmpty();
      assertThat(list(ANN)).extracting(Scheduled::text).containsExactly("x");
    }

    @Test
    void leaves_it_when_it_is_refused() {
      var scheduled = at("a", ANN, 1);
      add(scheduled);
      var members = fixture.store.members();
      var _ = members.remove(new MemberAct(ANN, room, null), ANN.user());
      assertThat(dispatch(scheduled)).isEqualTo(new Appended.NotAMember());
      assertThat(fail(scheduled).failure()).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(fixture.store.scheduled().fail(scheduled, ErrorCode.NOT_FOUND, 9)).isNull();
    }

    @Test
    void does_not_end_a_draft_somebody_may_be_writing() {
      var scheduled = at("a", ANN, 1);
      add(scheduled);
      var _ = fixture.store.drafts().set(ANN, room, new Writing("d", null, null, null), NOW);
      dispatch(scheduled);
      assertThat(fixture.store.drafts().list(ANN, 9, null)).hasSize(1);
    }

    @Test
    void of_one_that_is_nobody_s_or_another_s_stores_nothing() {
      add(at("a", ANN, 1));
      assertThat(dispatch(at("a", BOB, 1))).isEqualTo(new Appended.Withdrawn());
      assertThat(fixture.store.scheduled().cancel(BOB, id("a"))).isNull();
    }
  }

  private ScheduleResult add(Scheduled scheduled) {
    return fixture.store.scheduled().add(scheduled, MAX);
  }

  private List<Scheduled> list(UserKey user) {
    return fixture.store.scheduled().list(user, 100, null);
  }

  private Scheduled fail(Scheduled scheduled) {
    var failed = fixture.store.scheduled().fail(scheduled, ErrorCode.NOT_FOUND, 10);
    return Objects.requireNonNull(failed);
  }

  private Appended dispatch(Scheduled it) {
    var timing = new Timing(new Timing.Due(it.id(), it.revision()), it.expiresIn());
    var clientId = it.id().clientMessageId();
    var message =
        new SendMessage(
            it.sender(), it.conversation(), it.text(), clientId, it.content(), List.of(), timing);
    return fixture.store.messages().append(message, NOW);
  }

  private Scheduled at(String id, UserKey sender, int seconds) {
    var sendAt = NOW.plusSeconds(seconds);
    return new Scheduled(id(id), 0, sender, room, id, Content.NONE, null, sendAt, NOW, null);
  }

  private static ScheduledId id(String id) {
    return new ScheduledId(ScheduledId.PREFIX + id);
  }
}
