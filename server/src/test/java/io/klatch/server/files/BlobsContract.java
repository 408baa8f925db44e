package io.klatch.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.attachment.Blobs;
import io.klatch.domain.attachment.Blobs.Appended;
import io.klatch.domain.attachment.Blobs.How;
import io.klatch.domain.attachment.ByteSource;
import io.klatch.domain.attachment.ByteSource.CutOffException;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every place for bytes does alike.
abstract class BlobsContract {
  static final AttachmentKey KEY =
      new AttachmentKey(new TenantId("../.. /\\?"), AttachmentId.random(new Random(1)));

  @TempDir Path folder;
  Blobs blobs;

  /// The place as a process that starts finds it.
  abstract Blobs open(Path attachments) throws IOException;

  /// Names of everything that is kept, wherever.
  abstract List<String> kept() throws IOException;

  @BeforeEach
  final void start() throws IOException {
    blobs = open(folder.resolve("attachments"));
  }

  @Test
  void go_on_where_the_row_says_whatever_a_crash_left_beyond_it() throws IOException {
    assertThat(append(0, "123", 9)).isEqualTo(new Appended(3, How.WHOLE));
    Files.writeString(files().getFirst(), "123 and what was not yet on disk");
    start();
    assertThat(append(3, "45", 9)).isEqualTo(new Appended(5, How.WHOLE));
    blobs.finish(KEY, null);
    assertThat(read(0, 5)).isEqualTo("12345");
    assertThat(read(1, 3)).isEqualTo("234");
  }

  @Test
  void take_no_more_than_they_may() {
    assertThat(append(0, "12345", 5)).isEqualTo(new Appended(5, How.WHOLE));
    assertThat(append(0, "123456", 5)).isEqualTo(new Appended(5, How.TOO_LONG));
    var large = "x".repeat(200_000);
    assertThat(append(0, large, 199_999)).isEqualTo(new Appended(199_999, How.TOO_LONG));
    assertThat(append(0, large, 200_000)).isEqualTo(new Appended(200_000, How.WHOLE));
  }

  @Test
  void keep_what_came_before_a_sender_was_cut_off() {
    assertThat(blobs.append(KEY, 0, source("123".getBytes(UTF_8), true), 9))
        .isEqualTo(new Appended(3, How.CUT_OFF));
    assertThat(blobs.head(KEY, 9)).isEqualTo("123".getBytes(UTF_8));
  }

  @Test
  void of_which_the_file_is_shorter_than_the_row_says_cannot_go_on() {
    append(0, "12", 9);
    assertThatThrownBy(() -> append(3, "4", 9)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void are_finished_once_and_again_with_the_same_result() {
    append(0, "123", 9);
    blobs.finish(KEY, new byte[] {7});
    blobs.finish(KEY, new byte[] {7});
    assertThat(read(0, 3)).isEqualTo("123");
    assertThat(blobs.head(KEY, 2)).isEqualTo("12".getBytes(UTF_8));
    assertThat(blobs.thumbnail(KEY)).containsExactly(7);
  }

  @Test
  void that_are_large_come_out_as_they_went_in_whole_and_in_parts() {
    var bytes = new byte[2 * Bucket.PART_BYTES + 12_345];
    new Random(7).nextBytes(bytes);
    assertThat(blobs.append(KEY, 0, source(bytes, false), bytes.length).how()).isEqualTo(How.WHOLE);
    blobs.finish(KEY, null);
    assertThat(bytes(0, bytes.length)).isEqualTo(bytes);
    var part = bytes(Bucket.PART_BYTES - 2, 5);
    for (var i = 0; i < part.length; i++) {
      assertThat(part[i]).isEqualTo(bytes[Bucket.PART_BYTES - 2 + i]);
    }
  }

  @Test
  void of_which_only_the_beginning_was_read_can_be_read_again() {
    append(0, "12345", 9);
    blobs.finish(KEY, null);
    var one = new byte[1];
    try (var source = blobs.read(KEY, 0, 5)) {
      assertThat(source.read(one, 0, 1)).isEqualTo(1);
    }
    assertThat(read(0, 5)).isEqualTo("12345");
  }

  @Test
  void that_never_came_cannot_be_finished_and_have_nothing() {
    assertThatThrownBy(() -> blobs.finish(KEY, null)).isInstanceOf(UnavailableException.class);
    assertThat(blobs.head(KEY, 1)).isNull();
    assertThat(blobs.thumbnail(KEY)).isNull();
    assertThatThrownBy(() -> blobs.read(KEY, 0, 1)).isInstanceOf(CutOffException.class);
    blobs.delete(KEY);
  }

  @Test
  void leave_nothing_when_they_are_deleted_finished_or_not() throws IOException {
    append(0, "123", 9);
    blobs.delete(KEY);
    assertThat(kept()).isEmpty();
    append(0, "123", 9);
    blobs.finish(KEY, new byte[] {7});
    assertThat(kept()).hasSize(2);
    blobs.delete(KEY);
    assertThat(kept()).isEmpty();
    assertThat(blobs.thumbnail(KEY)).isNull();
  }

  @Test
  void of_two_tenants_are_two_though_they_have_one_id() {
    append(0, "one", 9);
    blobs.finish(KEY, null);
    var other = new AttachmentKey(TenantId.DEFAULT, KEY.id());
    assertThat(blobs.head(other, 9)).isNull();
    blobs.delete(other);
    assertThat(blobs.head(KEY, 9)).isEqualTo("one".getBytes(UTF_8));
  }

  final Appended append(long offset, String text, long max) {
    return blobs.append(KEY, offset, source(text.getBytes(UTF_8), false), max);
  }

  final String read(long first, int length) {
    return new String(bytes(first, length), UTF_8);
  }

  /// As many as there are, up to `length`.
  private byte[] bytes(long first, int length) {
    try (var source = blobs.read(KEY, first, length)) {
      var bytes = new byte[length];
      for (var got = 0; got < length; ) {
        var count = source.read(bytes, got, length - got);
        assertThat(count).as("after %d of %d bytes", got, length).isPositive();
        got += count;
      }
      return bytes;
    }
  }

  final List<Path> files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  static ByteSource source(byte[] bytes, boolean cutOff) {
    var left = new ByteArrayInputStream(bytes);
    return new ByteSource() {
      @Override
      public int read(byte[] into, int offset, int length) {
        if (left.available() == 0 && cutOff) {
          throw new CutOffException("gone", new IOException());
        }
        return left.read(into, offset, length);
      }

      @Override
      public void close() {}
    };
  }
}
