package io.klatch.domain.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.LimitName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UploadsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final UserKey BOB = new UserKey(TenantId.DEFAULT, new UserId("bob"));
  private static final AttachmentLimits LIMITS =
      new AttachmentLimits(10, 2, 25, Duration.ofHours(1));

  private final MemoryAttachments memory = new MemoryAttachments();
  private final Map<LimitName, Duration> waits = new EnumMap<>(LimitName.class);
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Uploads uploads =
      new Uploads(
          memory,
          memory,
          (_, _) -> new Pictures.Seen(new Extent(3, 2), new byte[] {1}),
          (limit, _) -> waits.getOrDefault(limit, Duration.ZERO),
          LIMITS,
          new Random(1),
          clock);

  @Nested
  class A_file_that_comes_in_one_piece {
    @Test
    void is_an_attachment_of_the_type_its_bytes_say() {
      var made = complete(uploads.take(ANN, "a/evil.png", null, bytes("<html>")));
      assertThat(made.type()).isEqualTo(FileType.TEXT);
      assertThat(made.name().value()).isEqualTo("evil.png");
      assertThat(made.size()).isEqualTo(6);
      assertThat(made.extent()).isNull();
      assertThat(memory.stored(made.id())).isEqualTo("<html>");
    }

    @Test
    void is_looked_at_when_it_is_a_picture() {
      var made = complete(uploads.take(ANN, "a.gif", 9L, bytes("GIF89a...")));
      assertThat(made.extent()).isEqualTo(new Extent(3, 2));
      assertThat(made.thumbnail()).isTrue();
    }

    @Test
    void that_is_too_large_leaves_nothing_whether_it_says_so_or_not() {
      assertThat(uploads.take(ANN, "a", 11L, bytes("x"))).isEqualTo(new UploadResult.TooLarge(10));
      assertThat(uploads.take(ANN, "a", null, bytes("12345678901")))
          .isEqualTo(new UploadResult.TooLarge(10));
      assertThat(memory.isEmpty()).isTrue();
    }

    @Test
    void that_is_cut_off_or_empty_leaves_nothing() {
      assertThat(uploads.take(ANN, "a", 9L, cutOffAfter("123")))
          .isEqualTo(new UploadResult.CutOff());
      assertThat(uploads.take(ANN, "a", null, bytes("")))
          .isEqualTo(new UploadResult.Incomplete(0, 1));
      assertThat(memory.isEmpty()).isTrue();
    }

    @Test
    void that_is_cut_off_and_cannot_be_deleted_goes_with_the_next_round() {
      memory.crashAt = "delete";
      assertThat(uploads.take(ANN, "a", 9L, cutOffAfter("123")))
          .isEqualTo(new UploadResult.CutOff());
      memory.crashAt = "";
      assertThat(collecting(NOW).round()).isEqualTo(1);
      assertThat(memory.isEmpty()).isTrue();
    }

    @Test
    void is_refused_without_being_read_to_who_uploads_too_fast() {
      waits.put(LimitName.UPLOAD, Duration.ofSeconds(3));
      assertThat(uploads.take(ANN, "a", 1L, unread()))
          .isEqualTo(new UploadResult.RateLimited(Duration.ofSeconds(3)));
    }

    @Test
    void is_refused_beyond_what_a_user_may_have() {
      for (var i = 0; i < 2; i++) {
        complete(uploads.take(ANN, "a", 10L, bytes("1234567890")));
      }
      assertThat(uploads.take(ANN, "a", 6L, unread())).isInstanceOf(UploadResult.TooMany.class);
      complete(uploads.take(BOB, "a", 6L, bytes("123456")));
      complete(uploads.take(ANN, "a", 5L, bytes("12345")));
    }
  }

  @Nested
  class A_file_that_comes_in_parts {
    @Test
    void goes_on_where_its_bytes_end_and_becomes_an_attachment_once() {
      var id = begin(6);
      assertThat(offset(uploads.append(ANN, id, 0, bytes("1234")))).isEqualTo(4);
      assertThat(uploads.append(ANN, id, 3, bytes("45")))
          .isEqualTo(new UploadResult.WrongOffset(4));
      assertThat(uploads.complete(ANN, id)).isEqualTo(new UploadResult.Incomplete(4, 6));
      assertThat(offset(uploads.append(ANN, id, 4, bytes("56")))).isEqualTo(6);
      var made = uploads.complete(ANN, id);
      assertThat(((UploadResult.Complete) made).made()).isTrue();
      assertThat(memory.stored(id)).isEqualTo("123456");
      assertThat(uploads.complete(ANN, id))
          .isEqualTo(new UploadResult.Complete(complete(made), false));
    }

    @Test
    void keeps_what_came_before_the_connection_ended() {
      var id = begin(6);
      assertThat(uploads.append(ANN, id, 0, cutOffAfter("123")))
          .isEqualTo(new UploadResult.CutOff());
      assertThat(offset(uploads.look(ANN, id))).isEqualTo(3);
    }

    @Test
    void does_not_take_more_than_was_announced() {
      var id = begin(3);
      assertThat(uploads.append(ANN, id, 0, bytes("1234"))).isEqualTo(new UploadResult.TooLarge(3));
      assertThat(offset(uploads.look(ANN, id))).isZero();
    }

    @Test
    void is_nobody_elses() {
      var id = begin(3);
      assertThat(uploads.look(BOB, id)).isEqualTo(new UploadResult.NotFound());
      assertThat(uploads.append(BOB, id, 0, unread())).isEqualTo(new UploadResult.NotFound());
      assertThat(uploads.complete(BOB, id)).isEqualTo(new UploadResult.NotFound());
      assertThat(uploads.giveUp(BOB, id)).isEqualTo(new UploadResult.NotFound());
    }

    @Test
    void of_which_a_part_is_coming_in_has_that_cut_off_by_the_next() {
      var id = begin(6);
      var first =
          new Source("12") {
            @Override
            void ended() {
              // The sender is gone without a word, and tries again on another connection.
              assertThat(uploads.append(ANN, id, 0, unread())).isEqualTo(new UploadResult.Busy());
              assertThat(closed).isTrue();
              throw new CutOffException("closed", new IllegalStateException());
            }
          };
      assertThat(uploads.append(ANN, id, 0, first)).isEqualTo(new UploadResult.CutOff());
      assertThat(offset(uploads.append(ANN, id, 2, bytes("3456")))).isEqualTo(6);
    }

    @Test
    void is_one_of_few_until_it_is_complete_or_given_up() {
      var one = begin(1);
      begin(1);
      assertThat(uploads.begin(ANN, "a", 1)).isInstanceOf(UploadResult.TooMany.class);
      assertThat(uploads.giveUp(ANN, one)).isEqualTo(new UploadResult.GivenUp());
      begin(1);
    }

    @Test
    void that_cannot_be_written_now_goes_on_later() {
      var id = begin(2);
      memory.full = true;
      assertThat(uploads.append(ANN, id, 0, bytes("12"))).isEqualTo(new UploadResult.Unavailable());
      memory.full = false;
      assertThat(offset(uploads.append(ANN, id, 0, bytes("12")))).isEqualTo(2);
    }

    @Test
    void that_a_crash_left_finished_without_its_row_is_completed_again() {
      var id = begin(2);
      uploads.append(ANN, id, 0, bytes("12"));
      memory.crashAt = "complete";
      assertThat(uploads.complete(ANN, id)).isEqualTo(new UploadResult.Unavailable());
      memory.crashAt = "";
      assertThat(complete(uploads.complete(ANN, id)).size()).isEqualTo(2);
    }
  }

  @Nested
  class What_nothing_has {
    @Test
    void is_taken_away_when_its_time_has_come_with_its_bytes() {
      complete(uploads.take(ANN, "a", 2L, bytes("12")));
      uploads.append(ANN, begin(3), 0, bytes("1"));
      assertThat(collecting(NOW.plusSeconds(3_599)).round()).isZero();
      assertThat(collecting(NOW.plusSeconds(3_600)).round()).isEqualTo(2);
      assertThat(memory.isEmpty()).isTrue();
    }

    @Test
    void is_taken_away_by_a_later_round_when_a_crash_came_between() {
      complete(uploads.take(ANN, "a", 2L, bytes("12")));
      var later = NOW.plusSeconds(4_000);
      for (var place : new String[] {"delete", "forget"}) {
        memory.crashAt = place;
        assertThatThrownBy(() -> collecting(later).round())
            .isInstanceOf(UnavailableException.class);
      }
      memory.crashAt = "";
      assertThat(collecting(later).round()).isEqualTo(1);
      assertThat(memory.isEmpty()).isTrue();
    }
  }

  private Collecting collecting(Instant at) {
    return new Collecting(memory, memory, () -> at);
  }

  private AttachmentId begin(long size) {
    return ((UploadResult.Going) uploads.begin(ANN, "a.bin", size)).upload().id();
  }

  private static long offset(UploadResult result) {
    return ((UploadResult.Going) result).upload().received();
  }

  private static Attachment complete(UploadResult result) {
    return ((UploadResult.Complete) result).attachment();
  }

  private static Source bytes(String text) {
    return new Source(text);
  }

  private static Source cutOffAfter(String text) {
    return new Source(text) {
      @Override
      void ended() {
        throw new CutOffException("gone", new IllegalStateException());
      }
    };
  }

  private static Source unread() {
    return new Source("") {
      @Override
      void ended() {
        throw new AssertionError("not to be read");
      }
    };
  }

  private static class Source implements ByteSource {
    private byte[] left;
    boolean closed;

    Source(String text) {
      left = text.getBytes(UTF_8);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left.length == 0) {
        ended();
        return -1;
      }
      var count = Math.min(length, left.length);
      System.arraycopy(left, 0, into, offset, count);
      left = Arrays.copyOfRange(left, count, left.length);
      return count;
    }

    void ended() {}

    @Override
    public void close() {
      closed = true;
    }
  }
}
