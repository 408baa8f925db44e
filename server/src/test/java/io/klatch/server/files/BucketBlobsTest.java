package io.klatch.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.domain.attachment.Blobs;
import io.klatch.domain.attachment.ByteSource.CutOffException;
import io.klatch.domain.kernel.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blobs in a bucket of a server that speaks S3.
class BucketBlobsTest extends BlobsContract {
  @TempDir private static Path objects;
  private static S3Server s3;

  private final List<BucketBlobs> opened = new ArrayList<>();

  @BeforeAll
  static void startServer() throws Exception {
    s3 = new S3Server(objects);
  }

  @AfterAll
  static void stopServer() {
    s3.close();
  }

  @AfterEach
  void close() {
    opened.getLast().delete(KEY);
    opened.forEach(BucketBlobs::close);
  }

  @Override
  Blobs open(Path attachments) throws IOException {
    return open(attachments, s3.config());
  }

  private BucketBlobs open(Path attachments, BucketConfig config) throws IOException {
    var blobs = new BucketBlobs(new FileBlobs(attachments), config);
    opened.addFirst(blobs);
    return blobs;
  }

  @Override
  List<String> kept() throws IOException {
    var kept = new ArrayList<>(s3.objects());
    files().forEach(each -> kept.add(each.toString()));
    return kept;
  }

  @Test
  void are_objects_under_the_prefix_and_no_files_once_they_are_whole() throws IOException {
    append(0, "123", 9);
    assertThat(s3.objects()).isEmpty();
    blobs.finish(KEY, new byte[] {7});
    assertThat(files()).isEmpty();
    var name = "files/" + FileBlobs.name(KEY);
    assertThat(s3.objects()).containsExactlyInAnyOrder(name, name + ".thumbnail");
  }

  @Test
  void of_which_a_crash_left_parts_leave_none_when_they_are_finished_or_deleted() {
    var bytes = new byte[Bucket.PART_BYTES + 1];
    var _ = blobs.append(KEY, 0, source(bytes, false), bytes.length);
    try (var bucket = new Bucket(s3.config())) {
      var _ = bucket.begin(FileBlobs.name(KEY));
      assertThat(s3.unfinished()).isEqualTo(1);
      blobs.finish(KEY, null);
      assertThat(s3.unfinished()).isZero();
      var _ = bucket.begin(FileBlobs.name(KEY));
      blobs.delete(KEY);
      assertThat(s3.unfinished()).isZero();
    }
  }

  @Test
  void that_were_files_before_there_was_a_bucket_are_read_and_deleted_where_they_are()
      throws IOException {
    var files = new FileBlobs(folder.resolve("attachments"));
    files.append(KEY, 0, source("old".getBytes(UTF_8), false), 9);
    files.finish(KEY, new byte[] {7});
    blobs.finish(KEY, null);
    assertThat(read(0, 3)).isEqualTo("old");
    assertThat(blobs.thumbnail(KEY)).containsExactly(7);
    blobs.delete(KEY);
    assertThat(kept()).isEmpty();
  }

  @Test
  void whose_bucket_is_away_say_so_lose_nothing_and_go_on_later() throws Exception {
    try (var other = new S3Server(Files.createDirectories(folder.resolve("other")))) {
      var away = open(folder.resolve("attachments"), other.config());
      away.append(KEY, 0, source("123".getBytes(UTF_8), false), 9);
      other.down();
      assertThatThrownBy(() -> away.finish(KEY, null)).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(() -> away.delete(KEY)).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(() -> away.thumbnail(KEY)).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(() -> away.read(KEY, 0, 1)).isInstanceOf(CutOffException.class);
    }
    blobs.finish(KEY, null);
    assertThat(read(0, 3)).isEqualTo("123");
  }

  @Test
  void are_looked_for_at_the_start_and_a_wrong_bucket_or_key_is_told() throws IOException {
    var place = folder.resolve("attachments");
    assertThatCode(open(place, s3.config())::check).doesNotThrowAnyException();
    for (var wrong :
        List.of(
            s3.config("no-such-bucket", "the secret of that access key"),
            s3.config(S3Server.BUCKET, "another secret"))) {
      assertThatThrownBy(open(place, wrong)::check)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("does not open");
    }
  }
}
