package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static io.klatch.server.storage.StoreFixture.NOW;
import static io.klatch.server.storage.StoreFixture.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.account.SessionId;
import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Appended.NotAMember;
import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.ConversationCursor;
import io.klatch.domain.chat.ConversationHead;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessagePage;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every database behind the ports must do.
class StoreContractTest {
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

  @Nested
  class A_message {
    @Test
    void gets_the_next_number_of_its_conversation() {
      var one = fixture.group("c1", ANN, BOB);
      var two = fixture.group("c2", ANN, BOB);
      assertThat(fixture.send(ANN, one, "a").message().seq()).isEqualTo(new Seq(1));
      assertThat(fixture.send(BOB, one, "b").message().seq()).isEqualTo(new Seq(2));
      assertThat(fixture.send(BOB, two, "c").message().seq()).isEqualTo(new Seq(1));
    }

    @Test
    void is_read_back_as_it_was_acknowledged() {
      var conversation = fixture.group("c1", ANN, BOB);
      var text = "hi \ud83d\ude00\n'; drop table messages; --";
      var stored = (Appended.Stored) fixture.append(ANN, conversation, text, "m1");
      assertThat(fixture.all(BOB, conversation)).containsExactly(stored.message());
      assertThat(stored.message().text()).isEqualTo(text);
    }

    @Test
    void is_created_later_than_the_one_before_it_even_at_the_same_instant() {
      var conversation = fixture.group("c1", ANN);
      fixture.send(ANN, conversation, "a");
      fixture.send(ANN, conversation, "b");
      assertThat(fixture.all(ANN, conversation))
          .extracting(Message::createdAt)
          .containsExactly(NOW.plusMillis(1), NOW.plusMillis(2));
    }

    @Test
    void is_persisted_no_earlier_than_created() {
      var stored = fixture.send(ANN, fixture.group("c1", ANN), "a");
      assertThat(stored.persistedAt()).isAfterOrEqualTo(stored.message().createdAt());
    }

    @Test
    void of_a_stranger_or_into_the_unknown_is_refused_alike_and_nothing_is_stored() {
      var conversation = fixture.group("c1", ANN, BOB);
      assertThat(fixture.append(EVE, conversation, "x", null)).isEqualTo(new NotAMember());
      assertThat(fixture.append(ANN, id("nope"), "x", null)).isEqualTo(new NotAMember());
      assertThat(fixture.all(ANN, conversation)).isEmpty();
    }
  }

  @Nested
  class A_repeat {
    @Test
    void is_stored_once_and_gets_the_first_answer_even_if_the_text_differs() {
      var conversation = fixture.group("c1", ANN, BOB);
      var first = (Appended.Stored) fixture.append(ANN, conversation, "hello", "m1");
      var second = (Appended.Stored) fixture.append(ANN, conversation, "other", "m1");
      assertThat(first.deduplicated()).isFalse();
      assertThat(second).isEqualTo(new Appended.Stored(first.message(), first.persistedAt(), true));
      assertThat(fixture.all(ANN, conversation)).hasSize(1);
    }

    @Test
    void is_told_by_sender_and_conversation() {
      var one = fixture.group("c1", ANN, BOB);
      var two = fixture.group("c2", ANN, BOB);
      for (var stored :
          List.of(
              fixture.append(ANN, one, "a", "m1"),
              fixture.append(BOB, one, "b", "m1"),
              fixture.append(ANN, two, "c", "m1"))) {
        assertThat(((Appended.Stored) stored).deduplicated()).isFalse();
      }
    }

    @Test
    void is_known_after_a_restart() {
      var conversation = fixture.group("c1", ANN, BOB);
      var first = (Appended.Stored) fixture.append(ANN, conversation, "hello", "m1");
      reopen();
      assertThat(fixture.append(ANN, conversation, "hello", "m1"))
          .isEqualTo(new Appended.Stored(first.message(), first.persistedAt(), true));
    }
  }

  @Nested
  class A_page {
    private static final int MESSAGES = 7;

    @BeforeEach
    void write() {
      var conversation = fixture.group("c1", ANN, BOB);
      for (var i = 1; i <= MESSAGES; i++) {
        fixture.send(ANN, conversation, "t" + i);
      }
    }

    @Test
    void is_the_newest_when_no_bound_is_given() {
      assertThat(page(new HistoryRange.Newest(), 3)).isEqualTo("5 6 7 more");
      assertThat(page(new HistoryRange.Newest(), 7)).isEqualTo("1 2 3 4 5 6 7");
    }

    @Test
    void goes_backwards_below_a_number() {
      assertThat(page(new HistoryRange.Before(new Seq(5)), 3)).isEqualTo("2 3 4 more");
      assertThat(page(new HistoryRange.Before(new Seq(3)), 3)).isEqualTo("1 2");
      assertThat(page(new HistoryRange.Before(new Seq(1)), 3)).isEmpty();
    }

    @Test
    void goes_forwards_above_a_number() {
      assertThat(page(new HistoryRange.After(Seq.NONE), 3)).isEqualTo("1 2 3 more");
      assertThat(page(new HistoryRange.After(new Seq(5)), 3)).isEqualTo("6 7");
      assertThat(page(new HistoryRange.After(new Seq(7)), 3)).isEmpty();
    }

    @Test
    void leaves_out_the_newest_when_told_to_skip() {
      assertThat(page(new HistoryRange.Skip(2), 3)).isEqualTo("3 4 5 more");
      assertThat(page(new HistoryRange.Skip(4), 3)).isEqualTo("1 2 3");
      assertThat(page(new HistoryRange.Skip(100), 3)).isEmpty();
    }

    @Test
    void is_for_members_only() {
      var query = new ReadHistory(EVE, id("c1"), new HistoryRange.Newest(), 10);
      assertThat(fixture.store.messages().page(query)).isNull();
    }

    private String page(HistoryRange range, int limit) {
      var query = new ReadHistory(BOB, id("c1"), range, limit);
      return show(Objects.requireNonNull(fixture.store.messages().page(query)));
    }

    private static String show(MessagePage page) {
      var numbers = String.join(" ", page.messages().stream().map(it -> it.seq() + "").toList());
      return page.hasMore() ? numbers + " more" : numbers;
    }
  }

  @Nested
  class A_conversation {
    @Tag("M11")
    @Test
    void is_found_by_its_members_with_its_last_message() {
      var conversation = fixture.group("c1", ANN, BOB);
      var last = fixture.send(ANN, conversation, "hi").message();
      var found = Objects.requireNonNull(fixture.store.conversations().find(BOB, conversation));
      assertThat(found)
          .isEqualTo(
              new Conversation(
                  conversation,
                  ConversationType.GROUP,
                  Profile.titled(null),
                  List.of(ANN.user(), BOB.user()),
                  ANN.user(),
                  NOW,
                  last.createdAt(),
                  new Seq(1),
                  ChangeSeq.NONE,
                  last));
      assertThat(fixture.store.conversations().find(EVE, conversation)).isNull();
    }

    @Test
    void between_two_is_one_per_pair_whoever_asks() {
      assertThat(fixture.direct("c1", ANN, BOB)).isEqualTo(id("c1"));
      assertThat(fixture.direct("c2", BOB, ANN)).isEqualTo(id("c1"));
      assertThat(fixture.direct("c3", ANN, EVE)).isEqualTo(id("c3"));
      assertThat(fixture.committed).hasSize(2);
    }

    @Test
    void is_listed_by_latest_activity_page_by_page() {
      for (var i = 1; i <= 5; i++) {
        fixture.group("c" + i, ANN, BOB);
      }
      fixture.group("c6", BOB);
      fixture.send(BOB, id("c2"), "newest");
      assertThat(list(2, null)).containsExactly("c2", "c5");
      assertThat(list(2, new ConversationCursor(NOW, id("c5")))).containsExactly("c4", "c3");
      assertThat(list(2, new ConversationCursor(NOW, id("c3")))).containsExactly("c1");
    }

    @Test
    void tells_how_far_it_has_got_by_rising_id() {
      fixture.group("c2", ANN);
      fixture.group("c1", ANN);
      fixture.send(ANN, id("c2"), "x");
      var heads = fixture.store.conversations();
      assertThat(heads.heads(ANN, 10, null))
          .containsExactly(
              new ConversationHead(id("c1"), Seq.NONE, ChangeSeq.NONE),
              new ConversationHead(id("c2"), new Seq(1), ChangeSeq.NONE));
      assertThat(heads.heads(ANN, 10, id("c1"))).hasSize(1);
    }

    @Test
    void knows_its_members() {
      fixture.group("c1", ANN, BOB);
      assertThat(fixture.store.conversations().members(key("c1")))
          .isEqualTo(Set.of(ANN.user(), BOB.user()));
      assertThat(fixture.store.conversations().members(key("nope"))).isEmpty();
    }

    private List<String> list(int limit, @Nullable ConversationCursor at) {
      return fixture.store.conversations().list(ANN, limit, at).stream()
          .map(it -> it.id().value())
          .toList();
    }

    private static ConversationKey key(String id) {
      return new ConversationKey(TenantId.DEFAULT, id(id));
    }
  }

  @Nested
  class Another_tenant {
    private final UserKey annElsewhere = new UserKey(new TenantId("other"), new UserId("ann"));

    @Test
    void may_use_the_same_names_and_sees_nothing_of_the_first() {
      var conversation = fixture.direct("c1", ANN, BOB);
      fixture.send(ANN, conversation, "secret");
      assertThat(fixture.append(annElsewhere, conversation, "x", null)).isEqualTo(new NotAMember());
      assertThat(fixture.store.conversations().find(annElsewhere, conversation)).isNull();
      assertThat(fixture.store.conversations().list(annElsewhere, 10, null)).isEmpty();
      assertThat(fixture.store.conversations().heads(annElsewhere, 10, null)).isEmpty();
      assertThat(fixture.store.log().missed(annElsewhere, LogPosition.START, FAR, 10)).isEmpty();
      var query = new ReadHistory(annElsewhere, conversation, new HistoryRange.Newest(), 10);
      assertThat(fixture.store.messages().page(query)).isNull();
    }

    @Test
    void may_even_have_a_conversation_of_the_same_id_and_pair() {
      fixture.direct("c1", ANN, BOB);
      fixture.send(ANN, id("c1"), "here");
      var bobElsewhere = new UserKey(annElsewhere.tenant(), BOB.user());
      assertThat(fixture.direct("c1", annElsewhere, bobElsewhere)).isEqualTo(id("c1"));
      assertThat(fixture.send(annElsewhere, id("c1"), "there").message().seq())
          .isEqualTo(new Seq(1));
      assertThat(fixture.all(ANN, id("c1"))).extracting(Message::text).containsExactly("here");
    }
  }

  @Nested
  class A_session {
    private final SessionId session = new SessionId("s1");

    @Test
    void remembers_the_last_choice_of_its_owner_across_a_restart() {
      var later = Instant.now().plus(Duration.ofDays(30));
      fixture.store.sessions().remember(ANN, session, "camel", later);
      fixture.store.sessions().remember(ANN, session, "linsta", later);
      reopen();
      assertThat(fixture.store.sessions().profileOf(ANN, session)).isEqualTo("linsta");
      assertThat(fixture.store.sessions().profileOf(BOB, session)).isNull();
    }

    @Test
    void is_forgotten_when_it_expires() {
      var past = Instant.now().minusSeconds(1);
      fixture.store.sessions().remember(ANN, session, "linsta", past);
      assertThat(fixture.store.sessions().profileOf(ANN, session)).isNull();
    }
  }

  private void reopen() {
    fixture.close();
    fixture = new StoreFixture(folder);
  }

  @Test
  void a_new_conversation_names_its_creator_sorted_among_the_members() {
    var it =
        new NewConversation(
            TenantId.DEFAULT,
            id("c1"),
            ConversationType.GROUP,
            "Team",
            List.of(BOB.user(), ANN.user()),
            BOB.user(),
            NOW);
    var opened = Objects.requireNonNull(fixture.store.conversations().open(it));
    assertThat(opened.created()).isTrue();
    assertThat(opened.conversation().members()).containsExactly(ANN.user(), BOB.user());
    assertThat(opened.conversation().title()).isEqualTo("Team");
  }
}
