package io.klatch.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.klatch.domain.chat.CreateResult.NotAPair;
import io.klatch.domain.chat.CreateResult.Opened;
import io.klatch.domain.chat.CreateResult.TitleInvalid;
import io.klatch.domain.chat.CreateResult.TitleOnDirect;
import io.klatch.domain.chat.CreateResult.TooManyMembers;
import io.klatch.domain.chat.CreateResult.Unavailable;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConversationsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));

  private final FakeStore store = new FakeStore();
  private boolean admitted = true;
  private final Conversations conversations =
      new Conversations(
          store,
          () -> admitted,
          new ChatLimits(100, 3),
          new Random(1),
          Clock.fixed(NOW, ZoneOffset.UTC));
  private final Sync sync = new Sync(store);

  @Nested
  class A_direct_conversation {
    @Test
    void has_the_caller_and_one_other_whether_the_caller_is_named_or_not() {
      assertThat(create(ConversationType.DIRECT, null, "bob")).isInstanceOf(Opened.class);
      assertThat(create(ConversationType.DIRECT, null, "bob", "ann")).isInstanceOf(Opened.class);
      assertThat(store.opened)
          .allSatisfy(
              it -> assertThat(it.members()).map(UserId::value).containsExactly("ann", "bob"));
    }

    @Test
    void with_nobody_or_with_two_others_is_refused() {
      assertThat(create(ConversationType.DIRECT, null)).isEqualTo(new NotAPair());
      assertThat(create(ConversationType.DIRECT, null, "ann")).isEqualTo(new NotAPair());
      assertThat(create(ConversationType.DIRECT, null, "bob", "eve")).isEqualTo(new NotAPair());
      assertThat(store.opened).isEmpty();
    }

    @Test
    void has_no_title() {
      assertThat(create(ConversationType.DIRECT, "us", "bob")).isEqualTo(new TitleOnDirect());
    }
  }

  @Nested
  class A_group {
    @Test
    void has_a_title_or_not() {
      assertThat(create(ConversationType.GROUP, "Team", "bob")).isInstanceOf(Opened.class);
      assertThat(create(ConversationType.GROUP, null, "bob")).isInstanceOf(Opened.class);
    }

    @Test
    void refuses_a_title_that_is_blank_too_long_or_more_than_a_line() {
      for (var title : List.of(" ", "x".repeat(201), "a\nb", "a\ud83d")) {
        assertThat(create(ConversationType.GROUP, title, "bob")).isEqualTo(new TitleInvalid(200));
      }
    }

    @Test
    void counts_the_caller_among_its_members() {
      assertThat(create(ConversationType.GROUP, null, "b", "c")).isInstanceOf(Opened.class);
      assertThat(create(ConversationType.GROUP, null, "b", "c", "d"))
          .isEqualTo(new TooManyMembers(4, 3));
    }

    @Test
    void is_not_opened_while_fan_out_is_behind() {
      admitted = false;
      assertThat(create(ConversationType.GROUP, null, "b")).isEqualTo(new Unavailable());
    }
  }

  @Nested
  class A_list {
    @Test
    void says_where_the_next_page_starts_only_when_there_is_one() {
      store.listed = IntStream.range(0, 3).mapToObj(i -> conversation("c" + i)).toList();
      var all = (ListResult.Page) conversations.list(ANN, 3, null);
      assertThat(all.conversations()).hasSize(3);
      assertThat(all.next()).isNull();
      var first = (ListResult.Page) conversations.list(ANN, 2, null);
      assertThat(first.conversations()).hasSize(2);
      assertThat(first.next()).isEqualTo(new ConversationCursor(NOW, new ConversationId("c1")));
    }

    @Test
    void takes_no_limit_beyond_a_page() {
      assertThatIllegalArgumentException().isThrownBy(() -> conversations.list(ANN, 101, null));
    }

    @Test
    void has_a_cursor_that_survives_the_wire() {
      var cursor = new ConversationCursor(NOW, new ConversationId("c-1-2"));
      assertThat(ConversationCursor.parse(cursor.wire())).isEqualTo(cursor);
      for (var garbage : List.of("", "-", "x-c1", "12", "12-", "99999999999999999999-c")) {
        assertThat(ConversationCursor.parse(garbage)).isNull();
      }
    }
  }

  @Test
  void sync_pages_by_conversation_id() {
    store.heads =
        IntStream.range(0, ChatLimits.SYNC_PAGE + 1)
            .mapToObj(i ->
                new ConversationHead(
                    new ConversationId("c%04d".formatted(i)), Seq.NONE, ChangeSeq.NONE))
            .toList();
    var page = (SyncResult.Page) sync.read(ANN, null);
    assertThat(page.conversations()).hasSize(ChatLimits.SYNC_PAGE);
    assertThat(page.next()).isEqualTo(new ConversationId("c0499"));
  }

  private CreateResult create(ConversationType type, @Nullable String title, String... members) {
    var ids = Arrays.stream(members).map(UserId::new).collect(Collectors.toSet());
    return conversations.create(new CreateConversation(ANN, type, ids, title));
  }

  private static Conversation conversation(String id) {
    return new Conversation(
        new ConversationId(id),
        ConversationType.GROUP,
        Profile.titled(null),
        List.of(ANN.user()),
        ANN.user(),
        NOW,
        NOW,
        Seq.NONE,
        ChangeSeq.NONE,
        null);
  }

  private static final class FakeStore implements ConversationStore {
    final List<NewConversation> opened = new ArrayList<>();
    List<Conversation> listed = List.of();
    List<ConversationHead> heads = List.of();

    @Override
    public OpenedConversation open(NewConversation it) {
      opened.add(it);
      return new OpenedConversation(conversation(it.id().value()), true);
    }

    @Override
    public @Nullable Conversation find(UserKey member, ConversationId id) {
      return null;
    }

    @Override
    public List<Conversation> list(UserKey member, int limit, @Nullable ConversationCursor after) {
      return listed.subList(0, Math.min(limit, listed.size()));
    }

    @Override
    public List<ConversationHead> heads(UserKey member, int limit, @Nullable ConversationId after) {
      return heads.subList(0, Math.min(limit, heads.size()));
    }

    @Override
    public Set<UserId> members(ConversationKey conversation) {
      return Set.of();
    }
  }
}
