package io.klatch.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final ConversationId ROOM = new ConversationId("c");

  private long last = 20;

  @Test
  void around_a_message_is_half_before_and_half_after_it() {
    assertThat(around(10, 5)).isEqualTo(found(8, 12, true, true));
    assertThat(around(10, 4)).isEqualTo(found(9, 12, true, true));
    assertThat(around(10, 1)).isEqualTo(found(10, 10, true, true));
    assertThat(around(10, 100)).isEqualTo(found(1, 20, false, false));
  }

  @Test
  void around_a_message_near_an_end_is_more_of_the_other_side() {
    assertThat(around(2, 6)).isEqualTo(found(1, 6, false, true));
    assertThat(around(19, 6)).isEqualTo(found(15, 20, true, false));
    assertThat(around(0, 3)).isEqualTo(found(1, 3, false, true));
    assertThat(around(99, 3)).isEqualTo(found(18, 20, true, false));
  }

  @Test
  void around_a_message_is_empty_in_an_empty_conversation() {
    last = 0;
    assertThat(around(1, 5)).isEqualTo(new AroundResult.Found(List.of(), false, false));
  }

  @Test
  void around_a_message_is_for_members() {
    var query = new ReadAround(ANN, ROOM, new Seq(1), 5);
    assertThat(new History(new Pages(_ -> null)).around(query))
        .isEqualTo(new AroundResult.NotFound());
    var broken =
        new Pages(_ -> {
          throw new UnavailableException("not now");
        });
    assertThat(new History(broken).around(query)).isEqualTo(new AroundResult.Unavailable());
  }

  private AroundResult around(long seq, int limit) {
    var history = new History(new Pages(this::page));
    return history.around(new ReadAround(ANN, ROOM, new Seq(seq), limit));
  }

  private MessagePage page(ReadHistory query) {
    return switch (query.range()) {
      case HistoryRange.Before(var seq) -> {
        var to = Math.min(last, seq.value() - 1);
        var from = Math.max(1, to - query.limit() + 1);
        yield new MessagePage(messages(from, to), from > 1 && to > 0);
      }
      case HistoryRange.After(var seq) -> {
        var from = seq.value() + 1;
        var to = Math.min(last, from + query.limit() - 1);
        yield new MessagePage(messages(from, to), to < last);
      }
      case HistoryRange.Newest _, HistoryRange.Skip _ -> throw new AssertionError(query);
    };
  }

  private static AroundResult found(long from, long to, boolean before, boolean after) {
    return new AroundResult.Found(messages(from, to), before, after);
  }

  private static List<Message> messages(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(it -> new Message(ROOM, new Seq(it), ANN.user(), "x", null, Instant.EPOCH))
        .toList();
  }

  private interface Page {
    @Nullable MessagePage read(ReadHistory query);
  }

  private record Pages(Page page) implements MessageStore {
    @Override
    public Appended append(SendMessage message, Instant acceptedAt) {
      throw new AssertionError("nothing is sent");
    }

    @Override
    public @Nullable MessagePage page(ReadHistory query) {
      return page.read(query);
    }
  }
}
