package io.klatch.server;

import static io.klatch.server.AttachmentServer.id;
import static io.klatch.server.AttachmentServer.json;
import static io.klatch.server.AttachmentServer.path;
import static io.klatch.server.AttachmentServer.png;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files over HTTP: out again, to whom and how.
class AttachmentDownloadTest {
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
  class What_is_given_out {
    @Test
    void is_of_the_type_its_bytes_say_and_runs_nowhere() throws Exception {
      var html = server.upload("ann", "cat.png", "<html><script>alert(1)</script>".getBytes(UTF_8));
      var got = server.download("ann", path(html), Map.of()).headers();
      assertThat(got.firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
      assertThat(got.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(got.firstValue("Content-Disposition"))
          .hasValue("attachment; filename*=UTF-8''cat.png");
      assertThat(got.firstValue("Content-Security-Policy")).hasValue("sandbox; default-src 'none'");
      assertThat(got.firstValue("Cache-Control")).hasValue("private, max-age=300");
      var picture = server.upload("ann", "ü \"\r\n.html", png(4, 3));
      got = server.download("ann", path(picture), Map.of()).headers();
      assertThat(got.firstValue("Content-Type")).hasValue("image/png");
      assertThat(got.firstValue("Content-Disposition"))
          .hasValue("inline; filename*=UTF-8''%C3%BC%20%22.html");
    }

    @Test
    void is_given_in_parts_and_not_again_to_who_has_it() throws Exception {
      var made = server.upload("ann", "a.txt", "0123456789".getBytes(UTF_8));
      var part = server.download("ann", path(made), Map.of("Range", "bytes=3-5"));
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(new String(part.body(), UTF_8)).isEqualTo("345");
      assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 3-5/10");
      var tag = part.headers().firstValue("ETag").orElseThrow();
      var again = server.download("ann", path(made), Map.of("If-None-Match", tag));
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      var head = server.call("HEAD", path(made), "ann", Map.of(), BodyPublishers.noBody());
      assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
    }

    @Test
    void of_a_picture_is_a_small_one_too() throws Exception {
      var made = server.upload("ann", "a.png", png(900, 450));
      assertThat(made.get("width").intValue()).isEqualTo(900);
      assertThat(made.get("height").intValue()).isEqualTo(450);
      assertThat(made.get("thumbnail").booleanValue()).isTrue();
      var small = server.download("ann", path(made) + "/thumbnail", Map.of());
      assertThat(small.headers().firstValue("Content-Type")).hasValue("image/jpeg");
      assertThat(ImageIO.read(new ByteArrayInputStream(small.body())).getWidth()).isEqualTo(320);
      var text = server.upload("ann", "a.txt", "text".getBytes(UTF_8));
      assertThat(server.download("ann", path(text) + "/thumbnail", Map.of()).statusCode())
          .isEqualTo(404);
    }

    @Test
    void is_for_members_of_a_conversation_where_a_message_has_it() throws Exception {
      var file = server.upload("ann", "a.txt", "secret".getBytes(UTF_8));
      var room = server.room("ann", "bob");
      assertThat(server.download("bob", path(file), Map.of()).statusCode()).isEqualTo(404);
      var sent = server.send("ann", room, id(file));
      assertThat(sent.statusCode()).isEqualTo(201);
      assertThat(server.download("bob", path(file), Map.of()).statusCode()).isEqualTo(200);
      assertThat(server.download("eve", path(file), Map.of()).statusCode()).isEqualTo(404);
      assertThat(
              server
                  .call("GET", path(file) + "/link", "eve", Map.of(), BodyPublishers.noBody())
                  .statusCode())
          .isEqualTo(404);
      var seq = json(sent, 201).get("seq").intValue();
      server.call(
          "DELETE",
          "/v1/conversations/" + room + "/messages/" + seq + "?for=all",
          "ann",
          Map.of(),
          BodyPublishers.noBody());
      assertThat(server.download("bob", path(file), Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void is_not_another_tenants() throws Exception {
      server.addAcme();
      var file = server.upload("ann", "a.txt", "secret".getBytes(UTF_8));
      var upload = server.begin("ann", 5);
      var nobody = BodyPublishers.noBody();
      for (var path :
          new String[] {
            path(file), path(file) + "/thumbnail", path(file) + "/link", "/v1/uploads/" + upload
          }) {
        assertThat(server.call("GET", path, "acme/ann", Map.of(), nobody).statusCode())
            .isEqualTo(404);
      }
      assertThat(server.part("acme/ann", upload, 0, "12345").statusCode()).isEqualTo(404);
      assertThat(
              server
                  .call("POST", "/v1/uploads/" + upload + "/complete", "acme/ann", Map.of(), nobody)
                  .statusCode())
          .isEqualTo(404);
      assertThat(
              server
                  .call("DELETE", "/v1/uploads/" + upload, "acme/ann", Map.of(), nobody)
                  .statusCode())
          .isEqualTo(404);
      var room = server.room("acme/ann", "bob");
      assertThat(server.send("acme/ann", room, id(file)).statusCode()).isEqualTo(404);
    }

    @Test
    void is_had_without_a_header_by_a_link_for_that_one_file() throws Exception {
      var one = server.upload("ann", "a.png", png(400, 300));
      var two = server.upload("ann", "b.txt", "two".getBytes(UTF_8));
      var link =
          json(
              server.call("GET", path(one) + "/link", "ann", Map.of(), BodyPublishers.noBody()),
              200);
      assertThat(server.plain(link.get("url").stringValue())).isEqualTo(200);
      assertThat(server.plain(link.get("thumbnail_url").stringValue())).isEqualTo(200);
      var token = link.get("url").stringValue().split("token=", -1)[1];
      assertThat(server.plain(path(two) + "?token=" + token)).isEqualTo(404);
      assertThat(server.plain(path(one) + "?token=" + token.replace(".", ".1"))).isEqualTo(404);
      assertThat(server.plain(path(one) + "?token=")).isEqualTo(404);
    }

    @Test
    void is_found_by_its_id_alone() throws Exception {
      for (var id : new String[] {"..%2F..%2Fklatch.db", "a", "a00000000000000000000", "%00"}) {
        assertThat(server.download("ann", "/v1/attachments/" + id, Map.of()).statusCode())
            .as(id)
            .isEqualTo(404);
      }
    }
  }
}
