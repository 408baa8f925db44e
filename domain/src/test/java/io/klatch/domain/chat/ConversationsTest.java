package io.klatch.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.klatch.domain.chat.CreateResult.Blocked;
import io.klatch.domain.chat.CreateResult.NotAPair;
import io.klatch.domain.chat.CreateResult.Opened;
import io.klatch.domain.chat.CreateResult.RateLimited;
import io.klatch.domain.chat.CreateResult.TitleInvalid;
import io.klatch.domain.chat.CreateResult.TitleOnDirect;
import io.klatch.domain.chat.CreateResult.TooManyMembers;
import io.klatch.domain.chat.CreateResult.Unavailable;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Subject;
import java.time.Clock;
import java.time.Duration;
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
  private final Counting allowances = new Counting();
  private boolean admitted = true;
  private final Conversations conversations =
      new Conversations(
          store,
          () -> admitted,
          allowances,
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
  class What_a_user_opens {
    @Test
    void is_counted_when_it_comes_into_being() {
      create(ConversationType.DIRECT, null, "bob");
      create(ConversationType.GROUP, null, "bob");
      create(ConversationType.BROADCAST, null, "bob");
      assertThat(allowances.taken).isEqualTo(3);
    }

    @Test
    void is_not_counted_when_it_was_there_or_is_refused() {
      store.direct = conversation("known");
      assertThat(create(ConversationType.DIRECT, null, "bob"))
          .isEqualTo(new Opened(store.direct, false));
      store.direct = null;
      store.raced = true;
      assertThat(((Opened) create(ConversationType.DIRECT, null, "bob")).created()).isFalse();
      store.blocked = true;
      assertThat(create(ConversationType.DIRECT, null, "bob")).isEqualTo(new Blocked());
      store.broken = true;
      assertThat(create(ConversationType.DIRECT, null, "bob")).isEqualTo(new Unavailable());
      create(ConversationType.DIRECT, null);
      assertThat(allowances.taken).isZero();
    }

    @Test
    void is_refused_beyond_the_allowance_and_what_is_there_is_found_still() {
      allowances.max = 0;
      assertThat(create(ConversationType.DIRECT, null, "bob"))
          .isEqualTo(new RateLimited(Duration.ofMinutes(3)));
      assertThat(create(ConversationType.GROUP, null, "bob"))
          .isEqualTo(new RateLimited(Duration.ofMinutes(3)));
      assertThat(store.opened).isEmpty();
      store.direct = conversation("known");
      assertThat(create(ConversationType.DIRECT, null, "bob"))
          .isEqualTo(new Opened(store.direct, false));
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
    @Nullable Conversation direct;
    boolean broken;
    boolean blocked;

    /// Another has opened the same direct conversation a moment ago.
    boolean raced;

    List<Conversation> listed = List.of();
    List<ConversationHead> heads = List.of();

    @Override
    public @Nullable OpenedConversation open(NewConversation it) {
      if (broken) {
        throw new UnavailableException("broken on purpose");
      }
      if (blocked) {
        return null;
      }
      opened.add(it);
      return new OpenedConversation(conversation(it.id().value()), !raced);
    }

    @Override
    public @Nullable Conversation findDirect(UserKey member, UserId other) {
      return direct;
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

  /// How many have been taken, and how many there are.
  private static final class Counting implements Allowances {
    int taken;
    int max = Integer.MAX_VALUE;

    @Override
    public Duration take(LimitName limit, Subject subject) {
      assertThat(limit).isEqualTo(LimitName.CONVERSATION_NEW);
      assertThat(subject).isEqualTo(Subject.of(ANN));
      if (taken == max) {
        return Duration.ofMinutes(3);
      }
      taken++;
      return Duration.ZERO;
    }

    @Override
    public void giveBack(LimitName limit, Subject subject) {
      taken--;
    }
  }
}
