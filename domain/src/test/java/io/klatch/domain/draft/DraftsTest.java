package io.klatch.domain.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DraftsTest {
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final ConversationId ROOM = new ConversationId("c1");
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");

  private final List<Draft> stored = new ArrayList<>();
  private Duration wait = Duration.ZERO;
  private boolean broken;
  private final Drafts drafts = new Drafts(new Fake(), (_, _) -> wait, InstantSource.fixed(NOW));

  @Test
  void a_draft_is_kept_as_it_is_at_a_time_of_milliseconds() {
    var writing = new Writing(" half a ", "{}", new Seq(1), null);
    drafts.set(ANN, ROOM, writing);
    assertThat(stored)
        .containsExactly(new Draft(ROOM, writing, Instant.parse("2026-11-21T10:00:00.123Z")));
  }

  @Test
  void one_without_text_and_body_is_none_whatever_it_would_answer() {
    drafts.set(ANN, ROOM, new Writing("", null, new Seq(1), new Seq(1)));
    assertThat(stored.getFirst().writing()).isNull();
  }

  @Test
  void text_and_body_together_have_a_greatest_length() {
    assertThat(drafts.set(ANN, ROOM, text("ä".repeat(4_000)))).isInstanceOf(DraftResult.Kept.class);
    assertThat(drafts.set(ANN, ROOM, new Writing("ä".repeat(3_999), "{} ", null, null)))
        .isEqualTo(new DraftResult.TooLong(8_001, 8_000));
  }

  @Test
  void what_no_store_can_keep_is_refused() {
    assertThat(drafts.set(ANN, ROOM, text("\0"))).isEqualTo(new DraftResult.Malformed());
    assertThat(drafts.set(ANN, ROOM, new Writing("", "{\"a\":\"\ud800\"}", null, null)))
        .isEqualTo(new DraftResult.Malformed());
    assertThat(stored).isEmpty();
  }

  @Test
  void who_sets_drafts_too_fast_is_told_how_long_to_wait() {
    wait = Duration.ofSeconds(2);
    assertThat(drafts.set(ANN, ROOM, text("x"))).isEqualTo(new DraftResult.RateLimited(wait));
    assertThat(stored).isEmpty();
  }

  @Test
  void a_store_that_cannot_is_no_fault_of_the_caller() {
    broken = true;
    assertThat(drafts.set(ANN, ROOM, text("x"))).isEqualTo(new DraftResult.Unavailable());
    assertThat(drafts.list(ANN, 1, null)).isEqualTo(new DraftsResult.Unavailable());
  }

  @Test
  void a_page_says_whether_there_is_more() {
    drafts.set(ANN, ROOM, text("x"));
    drafts.set(ANN, new ConversationId("c2"), text("y"));
    assertThat(drafts.list(ANN, 1, null))
        .isEqualTo(new DraftsResult.Found(stored.subList(0, 1), true));
    assertThat(drafts.list(ANN, 2, null)).isEqualTo(new DraftsResult.Found(stored, false));
  }

  private static Writing text(String text) {
    return new Writing(text, null, null, null);
  }

  private final class Fake implements DraftStore {
    @Override
    public DraftResult set(
        UserKey user, ConversationId conversation, @Nullable Writing writing, Instant at) {
      fail();
      stored.add(new Draft(conversation, writing, at));
      return new DraftResult.Kept(stored.getLast(), true);
    }

    @Override
    public List<Draft> list(UserKey user, int limit, @Nullable ConversationId after) {
      fail();
      return stored.subList(0, Math.min(limit, stored.size()));
    }

    @Override
    public Map<ConversationId, Draft> of(UserKey user, List<ConversationId> conversations) {
      return Map.of();
    }

    private void fail() {
      if (broken) {
        throw new UnavailableException("broken");
      }
    }
  }
}
