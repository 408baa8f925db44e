package io.klatch.server;

import static io.klatch.server.AttachmentServer.LARGE;
import static io.klatch.server.AttachmentServer.id;
import static io.klatch.server.AttachmentServer.json;
import static io.klatch.server.AttachmentServer.noise;
import static io.klatch.server.AttachmentServer.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files over HTTP: in, and with a message.
class AttachmentRoutesTest {
  @TempDir private Path folder;
  private AttachmentServer server;

  @BeforeEach
  void start() throws Exception {
    server = new AttachmentServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Nested
  class A_file {
    @Test
    void larger_than_a_body_otherwise_may_be_comes_out_as_it_went_in() throws Exception {
      var bytes = noise(LARGE);
      var made = server.upload("ann", "noise.bin", bytes);
      assertThat(made.get("size").intValue()).isEqualTo(LARGE);
      assertThat(made.get("type").stringValue()).isEqualTo("application/octet-stream");
      var got = server.download("ann", path(made), Map.of());
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEqualTo(bytes);
    }

    @Test
    void of_a_form_has_the_name_the_browser_gives_it() throws Exception {
      var form =
          String.join(
              "\r\n",
              "--B",
              "Content-Disposition: form-data; name=\"f\"; filename=\"../a/größe.txt\"",
              "Content-Type: image/png",
              "",
              "not a picture",
              "--B--",
              "");
      var answer =
          server.call(
              "POST",
              "/v1/attachments",
              "ann",
              Map.of("Content-Type", "multipart/form-data; boundary=B"),
              BodyPublishers.ofString(form));
      var made = json(answer, 201);
      assertThat(made.get("name").stringValue()).isEqualTo("größe.txt");
      assertThat(made.get("type").stringValue()).isEqualTo("text/plain");
      assertThat(new String(server.download("ann", path(made), Map.of()).body(), UTF_8))
          .isEqualTo("not a picture");
    }

    @Test
    void that_is_too_large_is_refused_and_leaves_nothing() throws Exception {
      var tooLarge = BodyPublishers.ofByteArray(new byte[LARGE + 1]);
      var answer = server.call("POST", "/v1/attachments?name=a", "ann", Map.of(), tooLarge);
      assertThat(json(answer, 413).get("code").stringValue()).isEqualTo("too_large");
      var unannounced =
          BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[LARGE + 1]));
      answer = server.call("POST", "/v1/attachments?name=a", "ann", Map.of(), unannounced);
      assertThat(json(answer, 413).get("code").stringValue()).isEqualTo("too_large");
      assertThat(server.files()).isZero();
    }

    @Test
    void is_not_read_of_who_is_nobody() throws Exception {
      var bytes = BodyPublishers.ofByteArray(new byte[LARGE]);
      var answer = server.call("POST", "/v1/attachments", null, Map.of(), bytes);
      assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void whose_form_is_none_is_refused() throws Exception {
      for (var form :
          new String[] {"", "--B\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--B--"}) {
        var answer =
            server.call(
                "POST",
                "/v1/attachments",
                "ann",
                Map.of("Content-Type", "multipart/form-data; boundary=B"),
                BodyPublishers.ofString(form));
        assertThat(json(answer, 400).get("code").stringValue()).isEqualTo("bad_request");
      }
    }
  }

  @Nested
  class A_message {
    @Test
    void is_refused_with_too_many_files_or_with_what_is_no_id() throws Exception {
      var room = server.room("ann", "bob");
      var ids = new String[11];
      Arrays.fill(ids, id(server.upload("ann", "a.txt", "x".getBytes(UTF_8))));
      assertThat(json(server.send("ann", room, ids), 400).get("message").stringValue())
          .isEqualTo("attachments has 11 entries, at most 10");
      assertThat(json(server.send("ann", room, "../x"), 400).get("message").stringValue())
          .isEqualTo("attachments has an entry that is no attachment_id");
      assertThat(server.send("ann", room).statusCode()).isEqualTo(400);
      assertThat(
              json(server.send("ann", room, "a00000000000000000000"), 404)
                  .get("code")
                  .stringValue())
          .isEqualTo("not_found");
    }
  }
}
