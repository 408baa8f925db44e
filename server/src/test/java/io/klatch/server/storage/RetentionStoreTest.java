package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MemberResult;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessagePage;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.Unread;
import io.klatch.domain.safety.RetentionStore.Aging;
import io.klatch.domain.safety.RetentionStore.Removed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionStoreTest {
  /// Messages are a millisecond apart, the first at that moment and one.
  private static final Instant ALL = NOW.plusSeconds(60);

  private static final List<String> TABLES =
      List.of(
          "messages",
          "message_versions",
          "reactions",
          "pins",
          "threads",
          "mentions",
          "hidden_messages",
          "changes");

  @TempDir private Path folder;
  private StoreFixture fixture;
  private ConversationId room;
  private ConversationKey key;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    room = fixture.group("c1", ANN, BOB);
    key = new ConversationKey(TenantId.DEFAULT, room);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Nested
  class A_removed_message {
    @Test
    void takes_everything_of_its_own_with_it_and_nothing_of_others() {
      sendEverything(1);
      var rows = TABLES.stream().map(RetentionStoreTest.this::rows).toList();
      assertThat(rows).allMatch(it -> it > 0);
      sendEverything(3);
      fixture.store.retention().remove(key, NOW.plusMillis(3), 100);
      assertThat(TABLES.stream().map(RetentionStoreTest.this::rows).toList()).isEqualTo(rows);
    }

    @Test
    void leaves_no_number_to_be_given_again() {
      send(3);
      assertThat(remove(100)).isEqualTo(new Removed(3, new Seq(4)));
      assertThat(fixture.send(ANN, room, "x").message().seq()).isEqualTo(new Seq(4));
      assertThat(fixture.all(BOB, room)).extracting(Message::seq).containsExactly(new Seq(4));
    }

    @Test
    void leaves_no_place_in_the_log_to_be_given_again_after_a_restart() {
      send(3);
      var head = fixture.store.log().head();
      remove(100);
      close();
      fixture = new StoreFixture(folder);
      assertThat(fixture.store.log().head()).isEqualTo(head);
    }

    @Test
    void is_unread_to_nobody() {
      send(5);
      fixture.store.retention().remove(key, NOW.plusMillis(3), 2);
      assertThat(unread(BOB)).isEqualTo(3);
      fixture.store.messageChanges().delete(new MessageTarget(ANN, room, new Seq(4), null));
      assertThat(unread(BOB)).isEqualTo(2);
      remove(100);
      assertThat(unread(BOB)).isZero();
      fixture.send(ANN, room, "x");
      assertThat(unread(BOB)).isEqualTo(1);
    }
  }

  @Nested
  class Who_pages {
    @Test
    void is_told_where_history_begins_and_that_there_is_no_more_before() {
      send(5);
      assertThat(page(new HistoryRange.Newest(), 10).firstSeq()).isEqualTo(new Seq(1));
      fixture.store.retention().remove(key, ALL, 2);
      var before = page(new HistoryRange.Before(new Seq(5)), 2);
      assertThat(before.messages())
          .extracting(Message::seq)
          .containsExactly(new Seq(3), new Seq(4));
      assertThat(before.hasMore()).isFalse();
      assertThat(before.firstSeq()).isEqualTo(new Seq(3));
      var gone = page(new HistoryRange.Before(new Seq(3)), 2);
      assertThat(gone.messages()).isEmpty();
      assertThat(gone.hasMore()).isFalse();
      var from = page(new HistoryRange.After(Seq.NONE), 1);
      assertThat(from.messages()).extracting(Message::seq).containsExactly(new Seq(3));
    }

    @Test
    void finds_a_conversation_without_messages_as_it_was() {
      send(2);
      remove(100);
      var found = Objects.requireNonNull(fixture.store.conversations().find(ANN, room));
      assertThat(found.lastMessage()).isNull();
      assertThat(found.lastSeq()).isEqualTo(new Seq(2));
    }
  }

  @Nested
  class A_removal {
    @Test
    void takes_so_many_at_most_the_oldest_first_and_none_that_is_too_young() {
      send(5);
      assertThat(fixture.store.retention().remove(key, ALL, 2))
          .isEqualTo(new Removed(2, new Seq(3)));
      assertThat(fixture.store.retention().remove(key, NOW.plusMillis(4), 100))
          .isEqualTo(new Removed(1, new Seq(4)));
      assertThat(fixture.store.retention().remove(key, NOW.plusMillis(4), 100))
          .isEqualTo(new Removed(0, new Seq(4)));
    }

    @Test
    void finds_conversations_with_the_time_of_their_oldest_message() {
      fixture.group("c2", ANN);
      send(2);
      keepFor(7);
      var store = fixture.store.retention();
      var first = new Aging(key, 7, NOW.plusMillis(1));
      assertThat(store.withTheirOwn(null, 10)).containsExactly(first);
      assertThat(store.withTheirOwn(key, 10)).isEmpty();
      assertThat(store.ofTenant(TenantId.DEFAULT, null, 1)).containsExactly(first);
      var next = store.ofTenant(TenantId.DEFAULT, room, 10);
      assertThat(next).extracting(Aging::oldest).containsOnlyNulls().hasSize(1);
      store.remove(key, ALL, 1);
      assertThat(store.withTheirOwn(null, 10))
          .extracting(Aging::oldest)
          .containsExactly(NOW.plusMillis(2));
    }
  }

  private void keepFor(int days) {
    var patch = new Profile.Patch(null, null, null, null, new Profile.Days(days));
    var done = fixture.store.members().describe(new MemberAct(ANN, room, null), patch);
    assertThat(done).isInstanceOf(MemberResult.Done.class);
  }

  private void send(int count) {
    for (var n = 0; n < count; n++) {
      fixture.send(ANN, room, "x");
    }
  }

  /// Two messages, of which the second is a reply, and all that can be done to the first.
  private void sendEverything(int seq) {
    var mentions = new Mentions(List.of(BOB.user()), false, true);
    var content = new Content(null, null, mentions, "{}", null);
    fixture.store.messages().append(new SendMessage(ANN, room, "x", null, content), NOW);
    var reply = new Content(null, new Seq(seq), Mentions.NONE, null, null);
    fixture.store.messages().append(new SendMessage(ANN, room, "x", null, reply), NOW);
    var target = new MessageTarget(ANN, room, new Seq(seq), null);
    var messages = fixture.store.messageChanges();
    messages.edit(target, MessageEdit.to("y"));
    messages.react(target, new Emoji("+1"));
    messages.pin(target);
    messages.hide(target);
  }

  private Removed remove(int max) {
    return fixture.store.retention().remove(key, ALL, max);
  }

  private long unread(UserKey user) {
    var member = MemberKey.of(user, room);
    Unread found = fixture.store.unread().unread(List.of(member)).get(member);
    return Objects.requireNonNull(found).count();
  }

  private MessagePage page(HistoryRange range, int limit) {
    return Objects.requireNonNull(
        fixture.store.messages().page(new ReadHistory(ANN, room, range, limit)));
  }

  private long rows(String table) {
    return fixture
        .store
        .readers()
        .read(
            "rows",
            statements -> {
              try (var found = statements.get("select count(*) from " + table).executeQuery()) {
                found.next();
                return found.getLong(1);
              }
            });
  }
}
