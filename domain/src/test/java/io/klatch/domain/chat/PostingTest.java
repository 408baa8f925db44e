package io.klatch.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.SendResult.NotFound;
import io.klatch.domain.chat.SendResult.RateLimited;
import io.klatch.domain.chat.SendResult.Stored;
import io.klatch.domain.chat.SendResult.TextUnfit;
import io.klatch.domain.chat.SendResult.Unavailable;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PostingTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123Z");
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final ConversationId ROOM = new ConversationId("c1");

  private final List<String> stored = new ArrayList<>();
  private Duration wait = Duration.ZERO;
  private boolean admitted = true;
  private Appended outcome = storedAs(false);
  private boolean storeIsFull;

  @Nested
  class A_text {
    @Test
    void that_is_stored_is_answered_with_its_number_and_times() {
      assertThat(post("hello")).isEqualTo(new Stored(message(), NOW, false));
      assertThat(stored).containsExactly("hello");
    }

    @Test
    void that_was_stored_before_is_answered_as_deduplicated() {
      outcome = storedAs(true);
      assertThat(post("hello")).isEqualTo(new Stored(message(), NOW, true));
    }

    @Test
    void without_a_visible_character_is_refused_and_nothing_is_stored() {
      assertThat(post(" \n\u200b")).isEqualTo(new TextUnfit(new Unfit.Empty()));
      assertThat(post("")).isEqualTo(new TextUnfit(new Unfit.Empty()));
      assertThat(stored).isEmpty();
    }

    @Test
    void is_measured_in_bytes_of_utf8() {
      assertThat(post("ä".repeat(10))).isInstanceOf(Stored.class);
      assertThat(post("ä".repeat(10) + "x")).isEqualTo(new TextUnfit(new Unfit.TooLong(21, 20)));
    }

    @Test
    void that_cannot_be_encoded_is_refused() {
      assertThat(post("a\ud83d")).isEqualTo(new TextUnfit(new Unfit.Malformed()));
      assertThat(post("a\0")).isEqualTo(new TextUnfit(new Unfit.Malformed()));
      assertThat(stored).isEmpty();
    }
  }

  @Nested
  class A_sender {
    @Test
    void who_is_too_fast_is_told_how_long_to_wait_and_nothing_is_stored() {
      wait = Duration.ofMillis(70);
      assertThat(post("hello")).isEqualTo(new RateLimited(Duration.ofMillis(70)));
      assertThat(stored).isEmpty();
    }

    @Test
    void who_is_not_a_member_learns_no_more_than_of_a_conversation_that_is_not() {
      outcome = new Appended.NotAMember();
      assertThat(post("hello")).isEqualTo(new NotFound());
    }

    @Test
    void is_asked_to_come_back_while_fan_out_is_behind() {
      admitted = false;
      assertThat(post("hello")).isEqualTo(new Unavailable());
      assertThat(stored).isEmpty();
    }

    @Test
    void is_asked_to_come_back_when_the_store_cannot_write() {
      storeIsFull = true;
      assertThat(post("hello")).isEqualTo(new Unavailable());
    }
  }

  private SendResult post(String text) {
    var store =
        new MessageStore() {
          @Override
          public Appended append(SendMessage message, Instant acceptedAt) {
            assertThat(acceptedAt).isEqualTo(NOW);
            if (storeIsFull) {
              throw new UnavailableException("full");
            }
            stored.add(message.text());
            return outcome;
          }

          @Override
          public @Nullable MessagePage page(ReadHistory query) {
            throw new AssertionError("not asked");
          }
        };
    var clock = Clock.fixed(NOW.plusNanos(456), ZoneOffset.UTC);
    var posting = new Posting(store, _ -> wait, () -> admitted, new ChatLimits(20, 10), clock);
    return posting.send(new SendMessage(ANN, ROOM, text, new ClientMessageId("m1")));
  }

  private static Appended storedAs(boolean deduplicated) {
    return new Appended.Stored(message(), NOW, deduplicated);
  }

  private static Message message() {
    return new Message(ROOM, new Seq(1), ANN.user(), "hello", new ClientMessageId("m1"), NOW);
  }
}
