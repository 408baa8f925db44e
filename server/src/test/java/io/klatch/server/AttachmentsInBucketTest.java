package io.klatch.server;

import static io.klatch.server.BackEndServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.domain.attachment.Collecting;
import io.klatch.server.files.BucketBlobs;
import io.klatch.server.files.FileBlobs;
import io.klatch.server.files.S3Server;
import io.klatch.server.storage.Store;
import io.klatch.server.storage.StoreConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server that keeps files in a bucket of a server that speaks S3.
class AttachmentsInBucketTest {
  @TempDir private Path folder;
  @TempDir private Path objects;
  private S3Server s3;

  @BeforeEach
  void start() throws Exception {
    s3 = new S3Server(objects);
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void a_file_in_parts_is_an_object_its_readers_get_in_ranges_and_the_collector_takes_away()
      throws Exception {
    try (var server = new BackEndServer(folder, settings(S3Server.BUCKET))) {
      var begun = json(server.as("ann", "POST", "/v1/uploads", "{\"name\":\"a.txt\",\"size\":9}"));
      var id = begun.get("upload_id").stringValue();
      for (var offset = 0; offset < 9; offset += 3) {
        var part = "/v1/uploads/" + id + "?offset=" + offset;
        json(server.as("ann", "PATCH", part, "123456789".substring(offset, offset + 3)));
      }
      assertThat(s3.objects()).isEmpty();
      json(server.as("ann", "POST", "/v1/uploads/" + id + "/complete", ""));
      assertThat(s3.objects()).hasSize(1);
      var room = server.group("ann", "bob");
      var message = "{\"text\":\"see\",\"attachments\":[\"" + id + "\"]}";
      json(server.as("ann", "POST", "/v1/conversations/" + room + "/messages", message));
      var file = "/v1/attachments/" + id;
      assertThat(server.as("bob", "GET", file, null).body()).isEqualTo("123456789");
      var part = server.call("GET", file, null, "X-Klatch-User", "bob", "Range", "bytes=3-5");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("456");
      assertThat(server.as("eve", "GET", file, null).statusCode()).isEqualTo(404);
      json(server.as("ann", "DELETE", "/v1/conversations/" + room + "/messages/1?for=all", null));
    }
    collect();
    assertThat(s3.objects()).isEmpty();
  }

  @Test
  void a_bucket_that_does_not_open_stops_the_start_with_its_name() throws Exception {
    try (var lifetimes = new Lifetimes()) {
      var wiring = new Wiring(TestConfig.in(folder, settings("no-such-bucket")), lifetimes);
      assertThatThrownBy(wiring::start)
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("cannot use the bucket no-such-bucket");
    }
  }

  /// As the next process does within a minute.
  private void collect() throws Exception {
    var data = folder.resolve("data");
    var files = new FileBlobs(data.resolve("attachments"));
    var later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
    try (var store = Store.open(data, StoreConfig.defaults(), _ -> {}, Clock.systemUTC());
        var blobs = new BucketBlobs(files, s3.config())) {
      assertThat(new Collecting(store.attachments(), blobs, later).round()).isEqualTo(1);
    }
  }

  private Map<String, String> settings(String bucket) {
    var config = s3.config();
    var settings = new HashMap<String, String>();
    settings.put("attachments.store", "s3");
    settings.put("attachments.s3.endpoint", String.valueOf(config.endpoint()));
    settings.put("attachments.s3.bucket", bucket);
    settings.put("attachments.s3.prefix", config.prefix());
    settings.put("attachments.s3.access-key", config.accessKey());
    settings.put("attachments.s3.secret-key", config.secretKey());
    return settings;
  }
}
