package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.Timing;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryStoreTest {
  private static final Instant SENT = NOW.plusSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private StoreFixture fixture;
  private ConversationId room;

  @BeforeEach
  void open() {
    fixture = at(NOW);
    room = fixture.group("c1", ANN, BOB);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Nested
  class A_message_lives {
    @Test
    void for_ever_unless_somebody_says_otherwise() {
      assertThat(send("x", null).expiresAt()).isNull();
    }

    @Test
    void as_long_as_it_says() {
      assertThat(send("x", MINUTE).expiresAt()).isEqualTo(SENT.plus(MINUTE));
    }

    @Test
    void as_long_as_its_conversation_says_when_it_says_nothing_itself() {
      ttl(Duration.ofHours(1));
      assertThat(send("x", null).expiresAt()).isEqualTo(SENT.plus(Duration.ofHours(1)));
      var second = send("y", MINUTE);
      assertThat(second.expiresAt()).isEqualTo(second.createdAt().plus(MINUTE));
      ttl(null);
      assertThat(send("z", null).expiresAt()).isNull();
    }

    @Test
    void as_long_as_it_did_when_the_conversation_changes_its_mind() {
      ttl(MINUTE);
      send("x", null);
      ttl(null);
      assertThat(fixture.all(BOB, room).getFirst().expiresAt()).isEqualTo(SENT.plus(MINUTE));
    }
  }

  @Nested
  class Once_it_is_over {
    @Test
    void nobody_reads_it_any_more_though_nobody_has_deleted_it() {
      full();
      reopen(SENT.plus(MINUTE).minusMillis(1));
      assertThat(fixture.all(BOB, room).getFirst().text()).isEqualTo("secret!");
      reopen(SENT.plus(MINUTE));
      var shown = new ArrayList<>(fixture.all(BOB, room));
      var key = BOB;
      shown.add(Objects.requireNonNull(fixture.store.messageReader().find(key, room, new Seq(1))));
      var conversation = Objects.requireNonNull(fixture.store.conversations().find(key, room));
      shown.add(Objects.requireNonNull(conversation.lastMessage()));
      assertThat(shown).hasSize(3).allSatisfy(ExpiryStoreTest::isGone);
      assertThat(fixture.store.messageChanges().pins(key, room)).isEmpty();
      assertThat(fixture.store.messageChanges().versions(key, room, new Seq(1))).isEmpty();
      assertThat(missed().toString()).doesNotContain("secret");
    }

    @Test
    void it_cannot_be_edited_or_reacted_to() {
      send("x", MINUTE);
      reopen(SENT.plus(MINUTE));
      var changes = fixture.store.messageChanges();
      assertThat(changes.edit(target(1), MessageEdit.to("y")))
          .isEqualTo(new ChangeResult.NoSuchMessage());
      assertThat(changes.react(target(1), new Emoji("+1")))
          .isEqualTo(new ChangeResult.NoSuchMessage());
    }

    @Test
    void it_is_deleted_with_everything_it_had() {
      full();
      reopen(SENT.plus(MINUTE));
      assertThat(fixture.store.expiry().expire(10)).isEqualTo(1);
      for (var table : List.of("message_versions", "reactions", "pins", "mentions")) {
        assertThat(count("select count(*) from " + table)).as(table).isZero();
      }
      assertThat(count("select count(*) from messages where text <> '' or extras is not null"))
          .isZero();
      isGone(fixture.all(BOB, room).getFirst());
      assertThat(fixture.store.expiry().expire(10)).isZero();
    }

    @Test
    void its_end_is_in_the_log_with_its_author_once() {
      send("x", MINUTE);
      reopen(SENT.plus(MINUTE));
      var _ = fixture.store.expiry().expire(10);
      var _ = fixture.store.expiry().expire(10);
      var changes =
          missed().stream()
              .filter(LogEvent.Changed.class::isInstance)
              .map(it -> ((LogEvent.Changed) it).change())
              .toList();
      assertThat(changes).hasSize(1);
      assertThat(changes.getFirst().what()).isEqualTo(new Change.MessageExpired(new Seq(1)));
      assertThat(changes.getFirst().actor()).isEqualTo(ANN.user());
      assertThat(fixture.committed).hasSize(1);
    }
  }

  @Test
  void a_batch_has_no_more_than_asked_for_the_longest_due_first() {
    send("second", Duration.ofSeconds(20));
    send("never", null);
    send("third", Duration.ofSeconds(30));
    send("first", Duration.ofSeconds(10));
    reopen(SENT.plus(MINUTE));
    assertThat(fixture.store.expiry().expire(2)).isEqualTo(2);
    assertThat(fixture.committed)
        .extracting(it -> ((LogEvent.Changed) it).change().what())
        .containsExactly(
            new Change.MessageExpired(new Seq(4)), new Change.MessageExpired(new Seq(1)));
    assertThat(fixture.store.expiry().expire(2)).isEqualTo(1);
    assertThat(fixture.all(BOB, room).get(1).text()).isEqualTo("never");
  }

  @Test
  void one_that_was_deleted_before_is_not_deleted_again() {
    send("x", MINUTE);
    var _ = fixture.store.messageChanges().delete(target(1));
    reopen(SENT.plus(MINUTE));
    assertThat(fixture.store.expiry().expire(10)).isZero();
  }

  /// Edited, marked, and mentioning.
  private void full() {
    var mentions = new Mentions(List.of(BOB.user()), false, true);
    var content = new Content(null, null, mentions, "{\"a\":\"secret\"}", null);
    append("secret", content, MINUTE);
    var changes = fixture.store.messageChanges();
    var _ = changes.edit(target(1), MessageEdit.to("secret!"));
    var _ = changes.react(target(1), new Emoji("+1"));
    var _ = changes.pin(target(1));
  }

  private Message send(String text, @Nullable Duration expiresIn) {
    return append(text, Content.NONE, expiresIn);
  }

  private Message append(String text, Content content, @Nullable Duration expiresIn) {
    var timing = Timing.expiring(expiresIn);
    var message = new SendMessage(ANN, room, text, null, content, List.of(), timing);
    return ((Appended.Stored) fixture.store.messages().append(message, SENT)).message();
  }

  private void ttl(@Nullable Duration ttl) {
    var patch = new Profile.Patch(null, null, null, new Profile.Ttl(ttl), null);
    var _ = fixture.store.members().describe(new MemberAct(ANN, room, null), patch);
  }

  private List<LogEvent> missed() {
    var head = fixture.store.log().head();
    return Objects.requireNonNull(fixture.store.log().missed(BOB, LogPosition.START, head, 100));
  }

  private MessageTarget target(int seq) {
    return new MessageTarget(ANN, room, new Seq(seq), null);
  }

  private long count(String sql) {
    return fixture
        .store
        .readers()
        .read(
            "counting",
            statements -> {
              try (var rows = statements.get(sql).executeQuery()) {
                rows.next();
                return rows.getLong(1);
              }
            });
  }

  private void reopen(Instant now) {
    fixture.close();
    fixture = at(now);
  }

  private StoreFixture at(Instant now) {
    return new StoreFixture(folder, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static void isGone(Message message) {
    assertThat(message.text()).isEmpty();
    assertThat(message.content()).isEqualTo(Content.NONE);
    assertThat(message.marks().deleted()).isTrue();
    assertThat(message.marks().pinned()).isFalse();
    assertThat(message.marks().reactions()).isEmpty();
  }
}
