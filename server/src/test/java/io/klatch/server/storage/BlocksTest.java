package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.safety.BlockPage.Block;
import io.klatch.domain.safety.BlockResult;
import io.klatch.domain.safety.BlockStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlocksTest {
  private static final int MANY = 1_000;
  private static final int ROUNDS = 60;

  @TempDir private Path folder;
  private StoreFixture fixture;
  private BlockStore blocks;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    blocks = fixture.store.blocks();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /// Invariant I9 of the faults' page: a block holds from its place in the log on.
  @Nested
  class After_the_commit_of_a_block {
    @Test
    void no_message_commits_in_the_direct_conversation_however_commits_interleave()
        throws InterruptedException {
      var room = fixture.direct("c1", ANN, BOB);
      var over = new AtomicBoolean();
      var senders = new ArrayList<Thread>();
      for (var sender : List.of(ANN, BOB, ANN, BOB)) {
        senders.add(Thread.startVirtualThread(() -> sendUntil(over, sender, room)));
      }
      for (var round = 0; round < ROUNDS; round++) {
        var owner = round % 3 == 0 ? BOB : ANN;
        var other = owner.equals(ANN) ? BOB : ANN;
        blocks.block(owner, other.user(), MANY);
        assertThat(fixture.append(other, room, "x", null)).isInstanceOf(Appended.Blocked.class);
        if (round % 5 == 0) {
          blocks.block(other, owner.user(), MANY);
          blocks.unblock(owner, other.user());
          assertThat(fixture.append(owner, room, "x", null)).isInstanceOf(Appended.Blocked.class);
          blocks.unblock(other, owner.user());
        }
        blocks.unblock(owner, other.user());
        assertThat(fixture.append(other, room, "y", null)).isInstanceOf(Appended.Stored.class);
      }
      over.set(true);
      for (var sender : senders) {
        sender.join();
      }
      assertThat(messagesWhileBlocked()).isEmpty();
      assertThat(fixture.committed).hasSizeGreaterThan(3 * ROUNDS);
    }

    @Test
    void a_message_that_was_stored_before_is_answered_as_before_when_it_is_sent_again() {
      var room = fixture.direct("c1", ANN, BOB);
      fixture.append(BOB, room, "hi", "m1");
      blocks.block(ANN, BOB.user(), MANY);
      assertThat(fixture.append(BOB, room, "hi", "m1"))
          .isInstanceOfSatisfying(
              Appended.Stored.class, it -> assertThat(it.deduplicated()).isTrue());
      assertThat(fixture.append(BOB, room, "hi", "m2")).isEqualTo(new Appended.Blocked());
    }

    @Test
    void nothing_of_either_is_shown_on_messages_that_are_there_but_may_be_taken_away() {
      var room = fixture.direct("c1", ANN, BOB);
      fixture.send(BOB, room, "hi");
      var target = new MessageTarget(BOB, room, new Seq(1), null);
      var messages = fixture.store.messageChanges();
      messages.react(target, new Emoji("+1"));
      blocks.block(ANN, BOB.user(), MANY);
      assertThat(messages.edit(target, MessageEdit.to("worse")))
          .isEqualTo(new ChangeResult.Blocked());
      assertThat(messages.react(target, new Emoji("-1"))).isEqualTo(new ChangeResult.Blocked());
      assertThat(messages.pin(target)).isEqualTo(new ChangeResult.Blocked());
      assertThat(messages.unreact(target, new Emoji("+1"))).isInstanceOf(ChangeResult.Done.class);
      assertThat(messages.delete(target)).isInstanceOf(ChangeResult.Done.class);
    }

    @Test
    void there_is_no_new_direct_conversation_and_one_that_is_there_is_found() {
      blocks.block(ANN, BOB.user(), MANY);
      assertThat(open(ConversationType.DIRECT, "c1", BOB, ANN)).isNull();
      assertThat(open(ConversationType.DIRECT, "c1", ANN, BOB)).isNull();
      fixture.direct("c2", ANN, EVE);
      blocks.block(EVE, ANN.user(), MANY);
      assertThat(open(ConversationType.DIRECT, "c3", ANN, EVE)).isEqualTo(Set.of("ann", "eve"));
    }

    @Test
    void who_is_blocked_does_not_bring_the_other_into_a_group_but_the_other_may() {
      blocks.block(ANN, BOB.user(), MANY);
      assertThat(open(ConversationType.GROUP, "g1", BOB, ANN, EVE)).isEqualTo(Set.of("bob", "eve"));
      var group = fixture.group("g2", BOB);
      var act = new MemberAct(BOB, group, null);
      fixture.store.members().add(act, List.of(ANN.user(), EVE.user()), 10);
      assertThat(fixture.store.conversations().members(act.key()))
          .containsOnly(BOB.user(), EVE.user());
      assertThat(open(ConversationType.GROUP, "g3", ANN, BOB)).isEqualTo(Set.of("ann", "bob"));
    }

    @Test
    void neither_mentions_the_other_in_a_group_where_both_go_on_talking() {
      var group = fixture.group("g1", ANN, BOB, EVE);
      blocks.block(ANN, BOB.user(), MANY);
      assertThat(mentioned(BOB, group)).containsExactly(EVE.user());
      assertThat(mentioned(ANN, group)).containsExactly(EVE.user());
      assertThat(mentioned(EVE, group)).containsExactly(ANN.user(), BOB.user());
    }

    @Test
    void the_same_ids_of_another_tenant_have_nothing_to_do_with_it() {
      var tenant = new TenantId("acme");
      var ann = new UserKey(tenant, ANN.user());
      var bob = new UserKey(tenant, BOB.user());
      var room = fixture.direct("c1", ann, bob);
      blocks.block(ANN, BOB.user(), MANY);
      assertThat(fixture.append(bob, room, "hi", null)).isInstanceOf(Appended.Stored.class);
      assertThat(blocks.keptAway(tenant, List.of(ANN.user()))).isEmpty();
    }
  }

  @Nested
  class A_block {
    @Test
    void is_lifted_for_the_conversation_only_when_neither_has_blocked_the_other() {
      var room = fixture.direct("c1", ANN, BOB);
      blocks.block(ANN, BOB.user(), MANY);
      blocks.block(BOB, ANN.user(), MANY);
      blocks.unblock(ANN, BOB.user());
      assertThat(fixture.append(ANN, room, "hi", null)).isEqualTo(new Appended.Blocked());
      blocks.unblock(BOB, ANN.user());
      assertThat(fixture.append(ANN, room, "hi", null)).isInstanceOf(Appended.Stored.class);
    }

    @Test
    void is_one_of_so_many_at_most_and_counts_once() {
      assertThat(blocks.block(ANN, BOB.user(), 1)).isEqualTo(new BlockResult.Done(true));
      assertThat(blocks.block(ANN, BOB.user(), 1)).isEqualTo(new BlockResult.Done(false));
      assertThat(blocks.block(ANN, EVE.user(), 1)).isEqualTo(new BlockResult.TooMany(1));
      blocks.unblock(ANN, BOB.user());
      assertThat(blocks.block(ANN, EVE.user(), 1)).isEqualTo(new BlockResult.Done(true));
      assertThat(blocks.unblock(ANN, BOB.user())).isEqualTo(new BlockResult.Done(false));
    }

    @Test
    void is_listed_by_rising_id_page_by_page() {
      for (var user : List.of("c", "a", "b")) {
        blocks.block(ANN, new UserId(user), MANY);
      }
      var first = blocks.page(ANN, null, 2);
      assertThat(first.blocks())
          .extracting(Block::user)
          .extracting(UserId::value)
          .containsExactly("a", "b");
      assertThat(first.hasMore()).isTrue();
      var second = blocks.page(ANN, new UserId("b"), 2);
      assertThat(second.blocks()).extracting(it -> it.user().value()).containsExactly("c");
      assertThat(second.hasMore()).isFalse();
    }

    @Test
    void is_known_at_once_to_those_who_ask_whom_a_user_keeps_away() {
      assertThat(blocks.keptAway(TenantId.DEFAULT, List.of(ANN.user(), BOB.user()))).isEmpty();
      blocks.block(ANN, BOB.user(), MANY);
      assertThat(blocks.keptAway(TenantId.DEFAULT, List.of(ANN.user(), BOB.user())))
          .isEqualTo(Map.of(ANN.user(), Set.of(BOB.user())));
      blocks.unblock(ANN, BOB.user());
      assertThat(blocks.keptAway(TenantId.DEFAULT, List.of(ANN.user(), BOB.user()))).isEmpty();
    }

    @Test
    void is_replayed_to_its_owner_in_its_newest_state_and_to_nobody_else() {
      blocks.block(ANN, BOB.user(), MANY);
      blocks.block(ANN, EVE.user(), MANY);
      blocks.unblock(ANN, BOB.user());
      assertThat(missed(ANN))
          .extracting(it -> it.position().value() + " " + it)
          .satisfiesExactly(
              it -> assertThat(it).startsWith("2 ").contains("other=eve, blocked=true"),
              it -> assertThat(it).startsWith("3 ").contains("other=bob, blocked=false"));
      assertThat(missed(BOB)).isEmpty();
    }

    @Test
    void has_a_place_in_the_log_that_is_given_to_nothing_else_after_a_restart() {
      fixture.direct("c1", ANN, BOB);
      blocks.block(ANN, BOB.user(), MANY);
      close();
      open();
      assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(2));
      assertThat(blocks.page(ANN, null, 10).blocks()).hasSize(1);
    }
  }

  private void sendUntil(AtomicBoolean over, UserKey sender, ConversationId room) {
    while (!over.get()) {
      fixture.append(sender, room, "hi", null);
    }
  }

  private List<LogEvent> messagesWhileBlocked() {
    var blocking = new HashSet<UserId>();
    var wrong = new ArrayList<LogEvent>();
    for (var event : fixture.committed) {
      switch (event) {
        case LogEvent.BlockSet(_, _, _, var owner, _, var blocked) -> {
          var _ = blocked ? blocking.add(owner) : blocking.remove(owner);
        }
        case LogEvent.MessageStored _ -> {
          if (!blocking.isEmpty()) {
            wrong.add(event);
          }
        }
        default -> {}
      }
    }
    return wrong;
  }

  /// Who is in it; null when it was refused.
  private @Nullable Set<String> open(ConversationType type, String id, UserKey... members) {
    var users = Arrays.stream(members).map(UserKey::user).toList();
    var wanted =
        new NewConversation(
            TenantId.DEFAULT,
            new ConversationId(id),
            type,
            null,
            users,
            members[0].user(),
            StoreFixture.NOW);
    var opened = fixture.store.conversations().open(wanted);
    if (opened == null) {
      return null;
    }
    var names = new HashSet<String>();
    opened.conversation().members().forEach(it -> names.add(it.value()));
    return names;
  }

  /// Whom a message that mentions everybody by name mentions.
  private List<UserId> mentioned(UserKey sender, ConversationId room) {
    var others = new ArrayList<>(List.of(ANN.user(), BOB.user(), EVE.user()));
    others.remove(sender.user());
    var content = new Content(null, null, new Mentions(others, false, false), null, null);
    var command = new SendMessage(sender, room, "hi", null, content);
    var appended = (Appended.Stored) fixture.store.messages().append(command, StoreFixture.NOW);
    return appended.message().content().mentions().users();
  }

  private List<LogEvent> missed(UserKey user) {
    var log = fixture.store.log();
    return Objects.requireNonNull(log.missed(user, LogPosition.START, log.head(), 100));
  }
}
