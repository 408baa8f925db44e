package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static io.klatch.server.storage.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.draft.Draft;
import io.klatch.domain.draft.DraftResult;
import io.klatch.domain.draft.DraftResult.Kept;
import io.klatch.domain.draft.Drafts;
import io.klatch.domain.draft.Writing;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.MessageId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftStoreTest {
  private static final Writing FULL = new Writing("half a", "{\"a\":1}", new Seq(3), new Seq(2));

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
  void a_draft_is_found_after_a_restart_with_all_it_says() {
    var kept = set(ANN, FULL);
    fixture.close();
    fixture = new StoreFixture(folder);
    assertThat(drafts(ANN)).containsExactly(kept.draft());
    assertThat(kept.draft()).isEqualTo(new Draft(room, FULL, NOW));
    assertThat(fixture.store.drafts().of(ANN, List.of(room, StoreFixture.id("c2"))))
        .containsOnlyKeys(room);
  }

  @Test
  void the_last_one_replaces_the_others_and_is_later_though_the_clock_stands() {
    set(ANN, FULL);
    var second = set(ANN, text("b"));
    assertThat(second.draft().updatedAt()).isEqualTo(NOW.plusMillis(1));
    assertThat(drafts(ANN)).containsExactly(second.draft());
  }

  @Test
  void the_same_again_changes_nothing() {
    var first = set(ANN, FULL);
    assertThat(set(ANN, FULL)).isEqualTo(new Kept(first.draft(), false));
    assertThat(set(BOB, null).changed()).isFalse();
  }

  @Test
  void it_is_its_user_s_alone_and_of_this_tenant() {
    set(ANN, FULL);
    assertThat(drafts(BOB)).isEmpty();
    assertThat(drafts(new UserKey(new TenantId("other"), ANN.user()))).isEmpty();
  }

  @Test
  void who_is_not_in_the_conversation_keeps_none() {
    assertThat(fixture.store.drafts().set(EVE, room, FULL, NOW))
        .isEqualTo(new DraftResult.NotFound());
    assertThat(drafts(EVE)).isEmpty();
  }

  @Test
  void a_user_has_no_more_than_allowed_and_may_change_those() {
    for (var i = 0; i < Drafts.COUNT_MAX; i++) {
      var other = fixture.group("g%03d".formatted(i), ANN);
      fixture.store.drafts().set(ANN, other, FULL, NOW);
    }
    assertThat(fixture.store.drafts().set(ANN, room, FULL, NOW))
        .isEqualTo(new DraftResult.TooMany(Drafts.COUNT_MAX));
    assertThat(fixture.store.drafts().set(ANN, StoreFixture.id("g000"), text("b"), NOW))
        .isInstanceOf(Kept.class);
    var page = fixture.store.drafts().list(ANN, 2, StoreFixture.id("g007"));
    assertThat(page).extracting(it -> it.conversation().value()).containsExactly("g008", "g009");
  }

  @Nested
  class It_ends {
    @Test
    void when_it_is_set_to_none() {
      set(ANN, FULL);
      assertThat(set(ANN, null))
          .isEqualTo(new Kept(new Draft(room, null, NOW.plusMillis(1)), true));
      assertThat(drafts(ANN)).isEmpty();
    }

    @Test
    void when_its_user_sends_in_the_conversation_and_only_there() {
      var other = fixture.group("c2", ANN, BOB);
      set(ANN, FULL);
      set(BOB, FULL);
      fixture.store.drafts().set(ANN, other, FULL, NOW);
      fixture.send(ANN, room, "a whole");
      assertThat(drafts(ANN)).extracting(Draft::conversation).containsExactly(other);
      assertThat(drafts(BOB)).hasSize(1);
    }

    @Test
    void with_each_message_that_is_sent_after_it() {
      fixture.send(ANN, room, "one");
      set(ANN, FULL);
      fixture.send(ANN, room, "two");
      set(ANN, FULL);
      fixture.send(ANN, room, "three");
      assertThat(drafts(ANN)).isEmpty();
    }

    @Test
    void when_its_user_leaves() {
      set(BOB, FULL);
      fixture.store.members().remove(new MemberAct(BOB, room, null), BOB.user());
      assertThat(drafts(BOB)).isEmpty();
      fixture.store.members().add(new MemberAct(ANN, room, null), List.of(BOB.user()), 10);
      assertThat(drafts(BOB)).isEmpty();
    }
  }

  @Nested
  class It_stays {
    @Test
    void when_a_message_is_sent_again_that_was_stored_before_it() {
      fixture.append(ANN, room, "one", "m1");
      set(ANN, FULL);
      fixture.append(ANN, room, "one", "m1");
      assertThat(drafts(ANN)).hasSize(1);
    }

    @Test
    void when_a_message_is_forwarded_to_the_conversation() {
      set(ANN, FULL);
      var copy = new Content(null, null, Mentions.NONE, null, new MessageId("c9.1"));
      fixture.store.messages().append(new SendMessage(ANN, room, "x", null, copy), NOW);
      assertThat(drafts(ANN)).hasSize(1);
    }
  }

  private Kept set(UserKey user, @Nullable Writing writing) {
    return (Kept) fixture.store.drafts().set(user, room, writing, NOW);
  }

  private List<Draft> drafts(UserKey user) {
    return fixture.store.drafts().list(user, 1_000, null);
  }

  private static Writing text(String text) {
    return new Writing(text, null, null, null);
  }
}
