package io.klatch.server;

import static io.klatch.server.AttachmentServer.LARGE;
import static io.klatch.server.AttachmentServer.body;
import static io.klatch.server.AttachmentServer.id;
import static io.klatch.server.AttachmentServer.json;
import static io.klatch.server.AttachmentServer.noise;
import static io.klatch.server.AttachmentServer.offset;
import static io.klatch.server.AttachmentServer.path;
import static io.klatch.server.AttachmentServer.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files over HTTP: in, part by part.
class UploadRoutesTest {
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
  class An_upload_in_parts {
    @Test
    void goes_on_where_it_was_interrupted_after_a_restart_too() throws Exception {
      var bytes = noise(2_000_000);
      var id = server.begin("ann", bytes.length);
      assertThat(offset(server.part("ann", id, 0, Arrays.copyOf(bytes, 700_000)), 200))
          .isEqualTo(700_000);
      // The connection ends in the middle of the next part.
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        var head =
            "PATCH /v1/uploads/%s?offset=700000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                .formatted(id, token("ann"));
        socket.getOutputStream().write((head + "Content-Length: 1300000\r\n\r\n").getBytes(UTF_8));
        socket.getOutputStream().write(bytes, 700_000, 100_000);
        socket.getOutputStream().flush();
      }
      var kept = server.awaitOffsetBeyond(id, 700_000);
      server.restart();
      assertThat(server.look("ann", id)).isEqualTo(kept);
      assertThat(json(server.part("ann", id, 700_000, bytes), 409).get("message").stringValue())
          .isEqualTo("the next part begins at offset " + kept);
      var rest = Arrays.copyOfRange(bytes, kept, bytes.length);
      assertThat(offset(server.part("ann", id, kept, rest), 200)).isEqualTo(bytes.length);
      var made = json(server.complete("ann", id), 201);
      assertThat(id(made)).isEqualTo(id);
      assertThat(json(server.complete("ann", id), 200)).isEqualTo(made);
      assertThat(server.download("ann", path(made), Map.of()).body()).isEqualTo(bytes);
    }

    @Test
    void is_one_of_few_and_can_be_given_up() throws Exception {
      var one = server.begin("ann", 5);
      server.begin("ann", 5);
      var third =
          server.call("POST", "/v1/uploads", "ann", Map.of(), body("{\"name\":\"a\",\"size\":5}"));
      assertThat(json(third, 400).get("code").stringValue()).isEqualTo("limit_reached");
      server.part("ann", one, 0, "123");
      assertThat(server.files()).isEqualTo(1);
      assertThat(json(server.complete("ann", one), 409).get("message").stringValue())
          .isEqualTo("3 of at least 5 bytes are here");
      var gone =
          server.call("DELETE", "/v1/uploads/" + one, "ann", Map.of(), BodyPublishers.noBody());
      assertThat(gone.statusCode()).isEqualTo(200);
      assertThat(server.files()).isZero();
      server.begin("ann", 5);
    }

    @Test
    void that_makes_no_sense_is_refused() throws Exception {
      for (var payload :
          new String[] {"{}", "{\"name\":\"a\",\"size\":0}", "{\"name\":1,\"size\":1}"}) {
        var answer = server.call("POST", "/v1/uploads", "ann", Map.of(), body(payload));
        assertThat(answer.statusCode()).as(payload).isEqualTo(400);
      }
      var large = "{\"name\":\"a\",\"size\":" + (LARGE + 1) + "}";
      var answer = server.call("POST", "/v1/uploads", "ann", Map.of(), body(large));
      assertThat(answer.statusCode()).isEqualTo(413);
      var id = server.begin("ann", 5);
      for (var offset : new String[] {"", "?offset=-1", "?offset=x"}) {
        var path = "/v1/uploads/" + id + offset;
        assertThat(server.call("PATCH", path, "ann", Map.of(), body("x")).statusCode())
            .isEqualTo(400);
      }
      assertThat(json(server.part("ann", id, 0, "123456"), 413).get("code").stringValue())
          .isEqualTo("too_large");
      assertThat(server.look("ann", id)).isZero();
    }
  }
}
