package io.klatch.domain.presence;

import static io.klatch.domain.presence.DeskFixture.ANN;
import static io.klatch.domain.presence.DeskFixture.BOB;
import static io.klatch.domain.presence.DeskFixture.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.presence.LeaseId.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PresenceDeskTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final StatusChoice INVISIBLE = choice(PresenceStatus.INVISIBLE);
  private static final StatusChoice BUSY = choice(PresenceStatus.BUSY);

  private final DeskFixture it = new DeskFixture();

  @Nested
  class The_state_of_a_user {
    @Test
    void is_invisible_before_busy_before_away_where_chosen_and_else_the_best_of_the_devices() {
      assertThat(PresenceUser.status(PresenceStatus.INVISIBLE, List.of(false)))
          .isEqualTo(PresenceStatus.INVISIBLE);
      assertThat(PresenceUser.status(PresenceStatus.BUSY, List.of(true)))
          .isEqualTo(PresenceStatus.BUSY);
      assertThat(PresenceUser.status(PresenceStatus.AWAY, List.of(false)))
          .isEqualTo(PresenceStatus.AWAY);
      assertThat(PresenceUser.status(PresenceStatus.ONLINE, List.of(true, false)))
          .isEqualTo(PresenceStatus.ONLINE);
      assertThat(PresenceUser.status(PresenceStatus.ONLINE, List.of(true, true)))
          .isEqualTo(PresenceStatus.AWAY);
      assertThat(PresenceUser.status(PresenceStatus.BUSY, List.of()))
          .isEqualTo(PresenceStatus.OFFLINE);
    }

    @Test
    void is_away_after_five_minutes_without_activity_and_online_with_the_next() {
      var lease = it.open(ANN);
      it.pass(Duration.ofMinutes(4));
      it.desk.active(lease);
      it.pass(Duration.ofMinutes(5).minus(SECOND));
      assertThat(it.told(ANN)).containsExactly("online");
      it.pass(SECOND);
      assertThat(it.told(ANN)).containsExactly("online", "away");
      it.desk.active(lease);
      it.pass(SECOND);
      assertThat(it.told(ANN)).containsExactly("online", "away", "online");
    }

    @Test
    void is_away_at_once_when_the_device_says_so_unless_another_is_used() {
      var phone = it.open(ANN);
      var laptop = it.open(ANN);
      it.desk.idle(phone);
      it.pass(SECOND);
      assertThat(it.told(ANN)).containsExactly("online");
      it.desk.idle(laptop);
      it.pass(SECOND);
      assertThat(it.told(ANN)).containsExactly("online", "away");
    }

    @Test
    void is_offline_twenty_seconds_after_the_last_device_is_gone() {
      var lease = it.open(ANN);
      it.pass(SECOND);
      it.desk.end(lease);
      it.pass(Duration.ofSeconds(19));
      assertThat(it.told(ANN)).containsExactly("online");
      it.pass(SECOND);
      assertThat(it.told(ANN)).containsExactly("online", "offline");
    }

    @Test
    void is_not_touched_by_a_connection_that_is_lost_and_found() {
      var lease = it.open(ANN);
      for (var i = 0; i < 10; i++) {
        it.pass(Duration.ofSeconds(3));
        it.desk.end(lease);
        it.pass(Duration.ofSeconds(15));
        lease = it.open(ANN);
      }
      assertThat(it.told(ANN)).containsExactly("online");
    }

    @Test
    void is_not_online_because_an_unused_device_came_back() {
      var lease = it.open(ANN, HERE, "phone");
      it.pass(Duration.ofMinutes(6));
      it.desk.end(lease);
      it.pass(SECOND);
      it.open(ANN, HERE, "phone");
      it.pass(Duration.ofMinutes(1));
      assertThat(it.told(ANN)).containsExactly("online", "away");
    }

    @Test
    void ends_with_the_process_that_held_the_leases_and_not_with_its_next_life() {
      it.open(ANN, new Node("there", 1));
      it.open(BOB, new Node("there", 2));
      it.pass(SECOND);
      it.desk.endAll(new Node("there", 1));
      it.pass(Duration.ofSeconds(20));
      assertThat(it.told(ANN)).containsExactly("online", "offline");
      assertThat(it.told(BOB)).containsExactly("online");
    }
  }

  @Nested
  class A_choice {
    @Test
    void is_shown_with_its_text_until_it_ends_by_itself() {
      it.open(ANN);
      it.pass(SECOND);
      var lunch =
          new StatusChoice(PresenceStatus.BUSY, "at lunch", it.now.plus(Duration.ofHours(1)));
      it.choose(ANN, lunch);
      it.pass(SECOND);
      assertThat(it.changes.getLast().shown())
          .isEqualTo(new Shown(PresenceStatus.BUSY, "at lunch"));
      assertThat(it.chosen).hasSize(1);
      it.pass(Duration.ofHours(1));
      assertThat(it.changes.getLast().shown().text()).isNull();
      assertThat(it.told(ANN)).containsExactly("online", "busy", "away");
      assertThat(it.chosen).hasSize(2);
    }

    @Test
    void outlives_the_connection() {
      it.choose(ANN, BUSY);
      it.open(ANN);
      it.pass(SECOND);
      assertThat(it.told(ANN)).containsExactly("busy");
    }

    @Test
    void that_is_over_is_none() {
      it.choose(ANN, new StatusChoice(PresenceStatus.BUSY, "old", it.now.minusSeconds(1)));
      it.open(ANN);
      it.pass(SECOND);
      assertThat(it.told(ANN)).containsExactly("online");
    }
  }

  @Nested
  class Who_is_invisible {
    @Test
    void looks_offline_to_others_and_not_to_themselves() {
      it.open(ANN);
      it.pass(SECOND);
      it.choose(ANN, INVISIBLE);
      it.pass(SECOND);
      assertThat(it.told(ANN)).containsExactly("online", "offline");
      assertThat(it.desk.own(ANN)).isNotNull();
      assertThat(it.desk.isHidden(ANN)).isTrue();
      assertThat(it.chosen.getLast().status()).isEqualTo(PresenceStatus.INVISIBLE);
    }

    @Test
    void was_never_online_when_they_come_and_go() {
      it.choose(ANN, INVISIBLE);
      var lease = it.open(ANN);
      assertThat(it.desk.isHidden(ANN)).isTrue();
      it.pass(Duration.ofMinutes(10));
      it.desk.end(lease);
      it.pass(Duration.ofMinutes(1));
      assertThat(it.told(ANN)).isEmpty();
    }

    @Test
    void was_last_seen_when_they_still_were_visible() {
      var lease = it.open(ANN);
      it.pass(Duration.ofMinutes(2));
      it.choose(ANN, INVISIBLE);
      var then = it.now;
      it.pass(Duration.ofMinutes(3));
      it.desk.active(lease);
      it.desk.end(lease);
      it.pass(Duration.ofMinutes(1));
      assertThat(it.lastSeen(ANN)).isEqualTo(then);
    }
  }

  @Nested
  class What_others_are_told {
    @Test
    void is_one_thing_of_many_changes_in_a_second_and_nothing_of_a_change_and_its_contrary() {
      it.open(ANN);
      it.step();
      it.choose(ANN, BUSY);
      it.choose(ANN, INVISIBLE);
      it.choose(ANN, StatusChoice.NONE);
      it.step();
      assertThat(it.told(ANN)).containsExactly("online");
    }

    @Test
    void is_nothing_before_the_store_has_said_whether_they_are_invisible() {
      it.open(ANN);
      it.desk.step();
      assertThat(it.desk.told(TenantId.DEFAULT, List.of(ANN.user()))).isEmpty();
      assertThat(it.desk.isHidden(ANN)).isTrue();
    }

    @Test
    void says_when_they_were_last_here_which_is_when_the_device_was_gone() {
      var lease = it.open(ANN);
      it.pass(Duration.ofSeconds(30));
      it.desk.end(lease);
      var then = it.now;
      it.pass(Duration.ofSeconds(20));
      assertThat(it.changes.getLast().lastSeen()).isEqualTo(then);
      assertThat(it.lastSeen(ANN)).isEqualTo(then);
    }
  }

  @Nested
  class When_somebody_was_last_seen {
    @Test
    void is_written_at_most_once_a_minute_while_they_are_here() {
      var lease = it.open(ANN);
      var writes = 0;
      for (var i = 0; i < 180; i++) {
        it.now = it.now.plus(SECOND);
        it.desk.active(lease);
        it.desk.unknown(1).forEach(user -> it.desk.known(user, null));
        writes += it.desk.step().seen().size();
      }
      assertThat(writes).isBetween(2, 4);
    }

    @Test
    void is_known_at_the_end_of_the_process() {
      var lease = it.open(ANN);
      it.pass(SECOND);
      it.now = it.now.plus(Duration.ofSeconds(30));
      it.desk.active(lease);
      it.desk.end(lease);
      it.step();
      assertThat(it.desk.seen()).containsEntry(ANN, it.now);
    }
  }

  @Test
  void nothing_is_left_of_who_is_gone() {
    var lease = it.open(ANN);
    it.pass(SECOND);
    it.desk.end(lease);
    it.pass(Duration.ofSeconds(20));
    assertThat(it.desk.own(ANN)).isNull();
    assertThat(it.tally.users()).isZero();
    assertThat(it.sessions).containsExactly(SECOND);
  }

  private static StatusChoice choice(PresenceStatus status) {
    return new StatusChoice(status, null, null);
  }
}
