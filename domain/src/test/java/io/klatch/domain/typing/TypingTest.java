package io.klatch.domain.typing;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.Message;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TypingTest {
  private static final ConversationId ROOM = new ConversationId("c1");
  private static final ConversationKey KEY = new ConversationKey(TenantId.DEFAULT, ROOM);
  private static final Identity ALICE = identity("alice", "Alice");
  private static final Identity BOB = identity("bob", "Bob");
  private static final Identity EVE = identity("eve", "Eve");

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private int lookups;
  private final Set<UserId> outsiders = new HashSet<>();
  private final Set<UserKey> discreet = new HashSet<>();
  private final Map<UserKey, Set<UserId>> hidden = new HashMap<>();
  private final List<String> ends = new ArrayList<>();
  private final TypingBoard board =
      new TypingBoard(() -> now, (how, typed) -> ends.add(how.wire() + " " + typed));
  private final Typing typing =
      new Typing(
          board,
          (_, user) -> {
            lookups++;
            return !outsiders.contains(user);
          },
          new TypingVisibility() {
            @Override
            public boolean shows(UserKey user) {
              return !discreet.contains(user);
            }

            @Override
            public Set<UserId> hiddenFrom(UserKey user, ConversationKey conversation) {
              return hidden.getOrDefault(user, Set.of());
            }
          });

  @Nested
  class Who_types {
    @Test
    void is_seen_by_the_others_and_not_by_themselves() {
      start(ALICE);
      assertThat(seenBy(BOB)).isEqualTo("Alice is typing...");
      assertThat(seenBy(ALICE)).isEmpty();
    }

    @Test
    void has_stopped_after_six_seconds_of_silence() {
      start(ALICE);
      pass(5_999);
      assertThat(seenBy(BOB)).isEqualTo("Alice is typing...");
      pass(1);
      assertThat(seenBy(BOB)).isEmpty();
      board.due();
      assertThat(board.typists()).isZero();
      assertThat(ends).containsExactly("timed_out PT0S");
    }

    @Test
    void goes_on_by_saying_it_again_though_not_within_three_seconds() {
      start(ALICE);
      pass(2_999);
      start(ALICE);
      pass(3_001);
      assertThat(seenBy(BOB)).isEmpty();
      start(ALICE);
      pass(3_000);
      start(ALICE);
      pass(5_000);
      assertThat(seenBy(BOB)).isEqualTo("Alice is typing...");
    }

    @Test
    @Tag("Y4")
    void stops_at_once_by_saying_so() {
      start(ALICE);
      pass(1_500);
      typing.stop(ALICE, ROOM);
      assertThat(seenBy(BOB)).isEmpty();
      assertThat(ends).containsExactly("stopped PT1.5S");
      start(ALICE);
      assertThat(seenBy(BOB)).isEqualTo("Alice is typing...");
    }

    @Test
    void has_stopped_with_the_message() {
      start(ALICE);
      start(BOB);
      pass(2_000);
      var message = new Message(ROOM, new Seq(1), ALICE.user(), "hi", null, now);
      board.committed(
          List.of(new LogEvent.MessageStored(new LogPosition(1), TenantId.DEFAULT, now, message)));
      assertThat(board.now(KEY).seenBy(null, true).text()).isEqualTo("Bob is typing...");
      assertThat(ends).containsExactly("sent PT2S");
    }

    @Test
    void is_looked_up_as_a_member_once_and_again_after_half_a_minute() {
      for (var i = 0; i < 10; i++) {
        start(ALICE);
        pass(3_000);
      }
      assertThat(lookups).isEqualTo(1);
      pass(1_000);
      outsiders.add(ALICE.user());
      assertThat(start(ALICE)).isEqualTo(new TypingResult.NotFound());
      assertThat(board.typists()).isZero();
    }

    @Test
    void is_refused_where_they_are_no_member() {
      outsiders.add(ALICE.user());
      assertThat(start(ALICE)).isEqualTo(new TypingResult.NotFound());
      assertThat(typing.find(ALICE, ROOM)).isEqualTo(new TypingFound.NotFound());
      assertThat(board.typists()).isZero();
    }

    @Test
    void is_not_seen_when_they_have_switched_that_off_even_in_the_middle_of_it() {
      discreet.add(ALICE.key());
      assertThat(start(ALICE)).isEqualTo(new TypingResult.Heard());
      assertThat(seenBy(BOB)).isEmpty();
      discreet.clear();
      start(ALICE);
      discreet.add(ALICE.key());
      pass(4_000);
      start(ALICE);
      assertThat(seenBy(BOB)).isEmpty();
    }

    @Test
    void is_hidden_from_those_it_must_be_hidden_from() {
      hidden.put(ALICE.key(), Set.of(BOB.user()));
      start(ALICE);
      assertThat(seenBy(BOB)).isEmpty();
      assertThat(board.now(KEY).exceptions()).contains(BOB.user());
      assertThat(board.now(KEY).seenBy(null, true).count()).isEqualTo(1);
    }
  }

  @Nested
  class The_line {
    @Test
    void names_two_and_counts_the_others() {
      var people = new ArrayList<String>();
      for (var name : List.of("Alice", "Bob", "Carol", "Dave", "Eve")) {
        typing.start(identity(name, name), ROOM, TypingKind.TEXT);
        people.add(board.now(KEY).seenBy(null, true).text());
      }
      assertThat(people)
          .containsExactly(
              "Alice is typing...",
              "Alice and Bob are typing...",
              "Alice, Bob and 1 other are typing...",
              "Alice, Bob and 2 others are typing...",
              "Alice, Bob and 3 others are typing...");
      assertThat(board.now(KEY).seenBy(null, true).users()).hasSize(3);
    }

    @Test
    void counts_only_where_many_look() {
      start(ALICE);
      assertThat(board.now(KEY).seenBy(null, false)).isEqualTo(new TypingView(List.of(), 1));
      assertThat(board.now(KEY).seenBy(null, false).text()).isEqualTo("1 person is typing...");
      start(BOB);
      assertThat(board.now(KEY).seenBy(null, false).text()).isEqualTo("2 people are typing...");
      assertThat(board.now(KEY).seenBy(BOB.user(), false).count()).isEqualTo(1);
    }

    @Test
    void says_what_they_do_when_all_do_the_same() {
      typing.start(ALICE, ROOM, TypingKind.VOICE);
      assertThat(seenBy(BOB)).isEqualTo("Alice is recording voice...");
      typing.start(BOB, ROOM, TypingKind.VOICE);
      assertThat(board.now(KEY).seenBy(null, true).text())
          .isEqualTo("Alice and Bob are recording voice...");
      typing.start(BOB, ROOM, TypingKind.UPLOAD);
      assertThat(board.now(KEY).seenBy(null, true).text()).isEqualTo("Alice and Bob are typing...");
    }
  }

  @Nested
  class What_viewers_are_told {
    @Test
    void comes_when_it_has_changed_and_at_most_once_a_second() {
      start(ALICE);
      assertThat(board.due()).hasSize(1);
      start(BOB);
      pass(999);
      assertThat(board.due()).isEmpty();
      pass(1);
      assertThat(board.due())
          .singleElement()
          .extracting(it -> it.now().typists().size())
          .isEqualTo(2);
      pass(2_000);
      assertThat(board.due()).isEmpty();
    }

    @Test
    void is_nothing_for_who_sees_the_same_as_before() {
      hidden.put(ALICE.key(), Set.of(EVE.user()));
      start(ALICE);
      var began = board.due().getFirst();
      assertThat(began.toTell(BOB.user(), true)).isNotNull();
      assertThat(began.toTell(ALICE.user(), true)).isNull();
      assertThat(began.toTell(EVE.user(), true)).isNull();
      pass(1_000);
      typing.stop(ALICE, ROOM);
      var ended = board.due().getFirst();
      assertThat(ended.toTell(BOB.user(), true)).isEqualTo(new TypingView(List.of(), 0));
      assertThat(ended.toTell(ALICE.user(), true)).isNull();
      assertThat(ended.toTell(EVE.user(), true)).isNull();
      assertThat(began.exceptions()).containsExactlyInAnyOrder(ALICE.user(), EVE.user());
      assertThat(ended.exceptions()).isEqualTo(began.exceptions());
    }

    @Test
    void is_nothing_where_somebody_began_and_ended_before_it_was_told() {
      start(ALICE);
      typing.stop(ALICE, ROOM);
      assertThat(board.due()).allSatisfy(it -> assertThat(it.toTell(null, true)).isNull());
    }

    @Test
    void ends_with_nobody_and_leaves_nothing_behind() {
      start(ALICE);
      board.due();
      pass(6_000);
      assertThat(toTell(BOB)).isEmpty();
      pass(1_000);
      assertThat(board.due()).isEmpty();
      assertThat(board.now(KEY).typists()).isEmpty();
      assertThat(board.typists()).isZero();
    }
  }

  private String toTell(Identity viewer) {
    return Objects.requireNonNull(board.due().getFirst().toTell(viewer.user(), true)).text();
  }

  private TypingResult start(Identity who) {
    return typing.start(who, ROOM, TypingKind.TEXT);
  }

  private String seenBy(Identity viewer) {
    return ((TypingFound.Found) typing.find(viewer, ROOM)).view().text();
  }

  private void pass(long millis) {
    now = now.plus(Duration.ofMillis(millis));
  }

  private static Identity identity(String user, String name) {
    return new Identity(
        TenantId.DEFAULT, new UserId(user), name, Set.of(), Set.of(), null, Instant.MAX);
  }
}
