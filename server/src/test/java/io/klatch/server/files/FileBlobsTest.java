package io.klatch.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.attachment.Blobs.Appended;
import io.klatch.domain.attachment.Blobs.How;
import io.klatch.domain.attachment.ByteSource;
import io.klatch.domain.attachment.ByteSource.CutOffException;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobsTest {
  private static final AttachmentKey KEY =
      new AttachmentKey(new TenantId("../.. /\\?"), AttachmentId.random(new Random(1)));

  @TempDir private Path folder;
  private FileBlobs blobs;

  @BeforeEach
  void open() throws IOException {
    blobs = new FileBlobs(folder.resolve("attachments"));
  }

  @Test
  void go_on_where_the_row_says_whatever_a_crash_left_beyond_it() throws IOException {
    assertThat(append(0, "123", 9)).isEqualTo(new Appended(3, How.WHOLE));
    Files.writeString(files().getFirst(), "123 and what was not yet on disk");
    open();
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
    assertThat(blobs.append(KEY, 0, source("123", true), 9))
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
  void that_never_came_cannot_be_finished_and_have_nothing() {
    assertThatThrownBy(() -> blobs.finish(KEY, null)).isInstanceOf(UnavailableException.class);
    assertThat(blobs.head(KEY, 1)).isNull();
    assertThat(blobs.thumbnail(KEY)).isNull();
    assertThatThrownBy(() -> blobs.read(KEY, 0, 1)).isInstanceOf(CutOffException.class);
    blobs.delete(KEY);
  }

  @Test
  void leave_no_file_when_they_are_deleted_finished_or_not() throws IOException {
    append(0, "123", 9);
    blobs.delete(KEY);
    assertThat(files()).isEmpty();
    append(0, "123", 9);
    blobs.finish(KEY, new byte[] {7});
    assertThat(files()).hasSize(2);
    blobs.delete(KEY);
    assertThat(files()).isEmpty();
  }

  @Test
  void of_two_tenants_are_two_though_they_have_one_id() {
    append(0, "one", 9);
    var other = new AttachmentKey(TenantId.DEFAULT, KEY.id());
    assertThat(blobs.head(other, 9)).isNull();
    blobs.delete(other);
    assertThat(blobs.head(KEY, 9)).isEqualTo("one".getBytes(UTF_8));
  }

  private Appended append(long offset, String text, long max) {
    return blobs.append(KEY, offset, source(text, false), max);
  }

  private String read(long first, int length) {
    try (var source = blobs.read(KEY, first, length)) {
      var bytes = new byte[length];
      return new String(bytes, 0, source.read(bytes, 0, length), UTF_8);
    }
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static ByteSource source(String text, boolean cutOff) {
    return new ByteSource() {
      private byte[] left = text.getBytes(UTF_8);

      @Override
      public int read(byte[] into, int offset, int length) {
        if (left.length == 0 && cutOff) {
          throw new CutOffException("gone", new IOException());
        }
        if (left.length == 0) {
          return -1;
        }
        var count = Math.min(length, left.length);
        System.arraycopy(left, 0, into, offset, count);
        left = Arrays.copyOfRange(left, count, left.length);
        return count;
      }

      @Override
      public void close() {}
    };
  }
}
