package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static io.klatch.server.storage.StoreFixture.id;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MemberResult;
import io.klatch.domain.chat.MemberResult.Done;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.Role;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the log of every database behind the ports must do.
class LogContractTest {
  private static final UserKey ZOE = StoreFixture.user("zoe");
  private static final LogPosition FAR = new LogPosition(Long.MAX_VALUE);

  @TempDir private Path folder;
  private StoreFixture fixture;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void holds_what_was_committed_in_that_order() {
    write();
    var missed = fixture.store.log().missed(ANN, LogPosition.START, FAR, 100);
    assertThat(missed).isEqualTo(fixture.committed);
    assertThat(missed).extracting(it -> it.position().value()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(4));
  }

  @Test
  void is_read_between_two_positions_wholly_or_not_at_all() {
    write();
    assertThat(positions(ANN, 1, 3, 100)).containsExactly(2L, 3L);
    assertThat(positions(ANN, 0, 4, 4)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(fixture.store.log().missed(ANN, LogPosition.START, new LogPosition(4), 3)).isNull();
    assertThat(fixture.store.log().missed(ANN, LogPosition.START, new LogPosition(4), 1)).isNull();
    assertThat(positions(ANN, 4, 4, 100)).isEmpty();
  }

  @Test
  void shows_a_user_only_the_conversations_they_are_in() {
    write();
    assertThat(positions(EVE, 0, 4, 100)).containsExactly(2L, 4L);
    assertThat(positions(StoreFixture.user("zoe"), 0, 4, 100)).isEmpty();
  }

  @Test
  void shows_a_conversation_as_it_was_opened_however_far_it_has_got() {
    write();
    var opened =
        (LogEvent.ConversationOpened)
            requireNonNull(fixture.store.log().missed(ANN, LogPosition.START, FAR, 100)).getFirst();
    assertThat(opened.conversation().lastSeq()).isEqualTo(Seq.NONE);
    assertThat(opened.conversation().lastMessage()).isNull();
  }

  @Test
  void goes_on_after_a_restart_under_the_same_epoch() {
    write();
    var epoch = fixture.store.log().epoch();
    fixture.close();
    open();
    assertThat(fixture.store.log().epoch()).isEqualTo(epoch).matches("e[0-9a-f]{12}");
    assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(4));
    fixture.send(ANN, id("c1"), "again");
    assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(5));
  }

  @Test
  void has_no_entry_for_a_repeat() {
    write();
    fixture.append(ANN, id("c1"), "a", "m1");
    fixture.append(ANN, id("c1"), "a", "m1");
    assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(5));
  }

  @Nested
  class A_change {
    @Test
    void stands_between_messages_where_it_was_made_and_has_its_own_number() {
      write();
      add("c1", ANN, EVE.user(), ZOE.user());
      fixture.send(ANN, id("c1"), "behind");
      remove("c1", ANN, EVE.user());
      assertThat(fixture.store.log().missed(BOB, new LogPosition(3), FAR, 100))
          .containsExactly(
              told(fixture.committed.get(4)),
              told(fixture.committed.get(5)),
              fixture.committed.get(6),
              fixture.committed.get(7));
      assertThat(changeNumbers(BOB)).containsExactly(1L, 2L, 3L);
      assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(8));
      assertThat(requireNonNull(fixture.store.conversations().find(ANN, id("c1"))).changeSeq())
          .isEqualTo(new ChangeSeq(3));
    }

    @Test
    void counts_for_the_bounds_of_a_replay() {
      write();
      add("c1", ANN, EVE.user(), ZOE.user());
      var from = new LogPosition(3);
      assertThat(fixture.store.log().missed(BOB, from, FAR, 2)).hasSize(2);
      assertThat(fixture.store.log().missed(BOB, from, FAR, 1)).isNull();
      assertThat(positions(BOB, 3, 5, 100)).containsExactly(5L);
    }

    @Test
    void is_made_once_however_often_its_operation_is_repeated() {
      write();
      var op = new OpId("op1");
      var first =
          (Done) fixture.store.members().add(act(key("c1"), ANN, op), users("eve", "z"), 1_000);
      var again =
          (Done) fixture.store.members().add(act(key("c1"), ANN, op), users("eve", "z"), 1_000);
      assertThat(first.deduplicated()).isFalse();
      assertThat(again).isEqualTo(new Done(List.of(first.changes().getFirst()), true));
      assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(6));
      fixture.store.members().setRole(act(key("c1"), ANN, null), BOB.user(), Role.MODERATOR);
      var byBob = (Done) fixture.store.members().remove(act(key("c1"), BOB, op), EVE.user());
      assertThat(byBob.deduplicated()).isFalse();
    }

    @Test
    void is_paged_by_its_number_for_members_only() {
      write();
      add("c1", ANN, users("u1", "u2", "u3").toArray(UserId[]::new));
      var page = requireNonNull(fixture.store.changes().page(BOB, id("c1"), ChangeSeq.NONE, 2));
      assertThat(page.hasMore()).isTrue();
      var last = page.changes().getLast().number();
      var rest = requireNonNull(fixture.store.changes().page(BOB, id("c1"), last, 2));
      assertThat(rest.hasMore()).isFalse();
      assertThat(page.changes()).hasSize(2);
      assertThat(rest.changes()).extracting(it -> it.number().value()).containsExactly(3L);
      assertThat(fixture.store.changes().page(EVE, id("c1"), ChangeSeq.NONE, 2)).isNull();
    }

    @Test
    void leaves_nothing_behind_when_its_actor_is_not_a_member_or_nothing_would_change() {
      write();
      assertThat(fixture.store.members().add(act(key("c1"), EVE, null), users("u"), 10))
          .isEqualTo(new MemberResult.NotFound());
      assertThat(fixture.store.members().remove(act(key("nope"), ANN, null), BOB.user()))
          .isEqualTo(new MemberResult.NotFound());
      assertThat(fixture.store.members().add(act(key("c1"), ANN, null), List.of(BOB.user()), 10))
          .isEqualTo(new Done(List.of(), false));
      assertThat(fixture.store.members().remove(act(key("c1"), ANN, null), EVE.user()))
          .isEqualTo(new Done(List.of(), false));
      assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(4));
    }
  }

  @Nested
  class A_newcomer {
    @Test
    void is_shown_the_conversation_and_then_what_happens_in_it() {
      write();
      add("c1", ANN, EVE.user());
      fixture.send(ANN, id("c1"), "welcome");
      var missed = requireNonNull(fixture.store.log().missed(EVE, new LogPosition(4), FAR, 100));
      assertThat(missed).containsExactly(fixture.committed.get(4), fixture.committed.get(5));
      assertThat(((LogEvent.MemberJoined) fixture.committed.get(4)).conversation().members())
          .contains(EVE.user());
    }

    @Test
    void who_comes_again_is_shown_it_again() {
      write();
      remove("c1", ANN, BOB.user());
      fixture.send(ANN, id("c1"), "while bob is out");
      add("c1", ANN, BOB.user());
      assertThat(positions(BOB, 4, 7, 100)).containsExactly(5L, 7L);
    }

    @Test
    void who_comes_again_is_told_what_was_said_before_they_went_and_that_they_went() {
      write();
      fixture.send(ANN, id("c1"), "before bob goes");
      remove("c1", ANN, BOB.user());
      fixture.send(ANN, id("c1"), "while bob is out");
      add("c1", ANN, BOB.user());
      remove("c1", ANN, BOB.user());
      fixture.send(ANN, id("c1"), "while bob is out again");
      add("c1", ANN, BOB.user());
      fixture.send(ANN, id("c1"), "bob is back");
      assertThat(positions(BOB, 4, 12, 100)).containsExactly(5L, 6L, 8L, 9L, 11L, 12L);
      assertThat(positions(BOB, 0, 7, 100)).containsExactly(1L, 3L, 5L, 6L);
      assertThat(positions(BOB, 6, 12, 100)).containsExactly(8L, 9L, 11L, 12L);
      assertThat(positions(BOB, 8, 12, 100)).containsExactly(9L, 11L, 12L);
      assertThat(positions(BOB, 11, 12, 100)).containsExactly(12L);
    }
  }

  @Nested
  class Who_left {
    @Test
    void is_told_so_and_nothing_after_it() {
      write();
      fixture.send(ANN, id("c1"), "before");
      remove("c1", ANN, BOB.user());
      fixture.send(ANN, id("c1"), "after");
      add("c1", ANN, EVE.user());
      assertThat(positions(BOB, 4, 8, 100)).containsExactly(5L, 6L);
      assertThat(positions(BOB, 6, 8, 100)).isEmpty();
    }

    @Test
    void is_no_member_for_anything_else() {
      write();
      remove("c1", BOB, BOB.user());
      var conversations = fixture.store.conversations();
      assertThat(conversations.find(BOB, id("c1"))).isNull();
      assertThat(conversations.list(BOB, 10, null)).isEmpty();
      assertThat(conversations.heads(BOB, 10, null)).isEmpty();
      assertThat(conversations.members(key("c1"))).containsExactly(ANN.user());
      var newest = new ReadHistory(BOB, id("c1"), new HistoryRange.Newest(), 10);
      assertThat(fixture.store.messages().page(newest)).isNull();
      assertThat(fixture.append(BOB, id("c1"), "x", null)).isEqualTo(new Appended.NotAMember());
    }
  }

  @Test
  void knows_who_was_a_member_at_each_position() {
    write();
    add("c1", ANN, EVE.user());
    remove("c1", ANN, BOB.user());
    assertThat(membersAt(4)).containsExactlyInAnyOrder(ANN.user(), BOB.user());
    assertThat(membersAt(5)).containsExactlyInAnyOrder(ANN.user(), BOB.user(), EVE.user());
    assertThat(membersAt(6)).containsExactlyInAnyOrder(ANN.user(), BOB.user(), EVE.user());
    assertThat(membersAt(7)).containsExactlyInAnyOrder(ANN.user(), EVE.user());
  }

  @Test
  void knows_who_was_a_member_also_of_those_who_have_come_again() {
    write();
    remove("c1", ANN, BOB.user());
    fixture.send(ANN, id("c1"), "while bob is out");
    add("c1", ANN, BOB.user());
    assertThat(membersAt(5)).containsExactlyInAnyOrder(ANN.user(), BOB.user());
    assertThat(membersAt(6)).containsExactly(ANN.user());
    assertThat(membersAt(7)).containsExactlyInAnyOrder(ANN.user(), BOB.user());
  }

  private void write() {
    fixture.group("c1", ANN, BOB);
    fixture.group("c2", ANN, EVE);
    fixture.send(ANN, id("c1"), "to c1");
    fixture.send(EVE, id("c2"), "to c2");
  }

  private List<Long> positions(UserKey user, long after, long upTo, int limit) {
    var log = fixture.store.log();
    return requireNonNull(log.missed(user, new LogPosition(after), new LogPosition(upTo), limit))
        .stream()
        .map(it -> it.position().value())
        .toList();
  }

  private static MemberAct act(ConversationKey key, UserKey actor, @Nullable OpId op) {
    return new MemberAct(actor, key.conversation(), op);
  }

  private void add(String conversation, UserKey actor, UserId... users) {
    fixture.store.members().add(act(key(conversation), actor, null), List.of(users), 1_000);
  }

  private void remove(String conversation, UserKey actor, UserId user) {
    fixture.store.members().remove(act(key(conversation), actor, null), user);
  }

  private Set<UserId> membersAt(long position) {
    return fixture.store.log().members(key("c1"), new LogPosition(position));
  }

  private List<Long> changeNumbers(UserKey reader) {
    var page = fixture.store.changes().page(reader, id("c1"), ChangeSeq.NONE, 100);
    return requireNonNull(page).changes().stream().map(it -> it.number().value()).toList();
  }

  /// What those are told who are not the newcomer.
  private static LogEvent told(LogEvent event) {
    return event instanceof LogEvent.MemberJoined joined ? joined.told() : event;
  }

  private static ConversationKey key(String conversation) {
    return new ConversationKey(TenantId.DEFAULT, id(conversation));
  }

  private static List<UserId> users(String... names) {
    return Stream.of(names).map(UserId::new).toList();
  }
}
