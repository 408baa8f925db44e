package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files over HTTP: in, with a message, and out again.
class AttachmentRoutesTest {
  private static final String SECRET = "the configured secret of the server itself";
  private static final String OPERATOR = "the operator's key, which opens everything";
  private static final String ACME_SECRET = "the secret of the tenant acme, of many bytes";
  private static final int LARGE = 3_000_000;

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Lifetimes lifetimes = new Lifetimes();
  private String url = "";

  @BeforeEach
  void start() throws Exception {
    var settings =
        Map.of(
            "auth.secret",
            SECRET,
            "auth.server-key",
            OPERATOR,
            "http.host",
            "127.0.0.1",
            "attachments.bytes-max",
            Integer.toString(LARGE),
            "attachments.unfinished-max",
            "2");
    url = new Wiring(TestConfig.in(folder, settings), lifetimes).start().url();
  }

  @AfterEach
  void stop() {
    lifetimes.close();
    client.close();
  }

  @Nested
  class A_file {
    @Test
    void larger_than_a_body_otherwise_may_be_comes_out_as_it_went_in() throws Exception {
      var bytes = noise(LARGE);
      var made = upload("ann", "noise.bin", bytes);
      assertThat(made.get("size").intValue()).isEqualTo(LARGE);
      assertThat(made.get("type").stringValue()).isEqualTo("application/octet-stream");
      var got = download("ann", path(made), Map.of());
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
          call(
              "POST",
              "/v1/attachments",
              "ann",
              Map.of("Content-Type", "multipart/form-data; boundary=B"),
              BodyPublishers.ofString(form));
      var made = json(answer, 201);
      assertThat(made.get("name").stringValue()).isEqualTo("größe.txt");
      assertThat(made.get("type").stringValue()).isEqualTo("text/plain");
      assertThat(new String(download("ann", path(made), Map.of()).body(), UTF_8))
          .isEqualTo("not a picture");
    }

    @Test
    void that_is_too_large_is_refused_and_leaves_nothing() throws Exception {
      var tooLarge = BodyPublishers.ofByteArray(new byte[LARGE + 1]);
      var answer = call("POST", "/v1/attachments?name=a", "ann", Map.of(), tooLarge);
      assertThat(json(answer, 413).get("code").stringValue()).isEqualTo("too_large");
      var unannounced =
          BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[LARGE + 1]));
      answer = call("POST", "/v1/attachments?name=a", "ann", Map.of(), unannounced);
      assertThat(json(answer, 413).get("code").stringValue()).isEqualTo("too_large");
      assertThat(files()).isZero();
    }

    @Test
    void is_not_read_of_who_is_nobody() throws Exception {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url + "/v1/attachments"))
                  .POST(BodyPublishers.ofByteArray(new byte[LARGE]))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void whose_form_is_none_is_refused() throws Exception {
      for (var form :
          new String[] {"", "--B\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--B--"}) {
        var answer =
            call(
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
  class What_is_given_out {
    @Test
    void is_of_the_type_its_bytes_say_and_runs_nowhere() throws Exception {
      var html = upload("ann", "cat.png", "<html><script>alert(1)</script>".getBytes(UTF_8));
      var got = download("ann", path(html), Map.of()).headers();
      assertThat(got.firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
      assertThat(got.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(got.firstValue("Content-Disposition"))
          .hasValue("attachment; filename*=UTF-8''cat.png");
      assertThat(got.firstValue("Content-Security-Policy")).hasValue("sandbox; default-src 'none'");
      assertThat(got.firstValue("Cache-Control")).hasValue("private, max-age=300");
      var picture = upload("ann", "ü \"\r\n.html", png(4, 3));
      got = download("ann", path(picture), Map.of()).headers();
      assertThat(got.firstValue("Content-Type")).hasValue("image/png");
      assertThat(got.firstValue("Content-Disposition"))
          .hasValue("inline; filename*=UTF-8''%C3%BC%20%22.html");
    }

    @Test
    void is_given_in_parts_and_not_again_to_who_has_it() throws Exception {
      var made = upload("ann", "a.txt", "0123456789".getBytes(UTF_8));
      var part = download("ann", path(made), Map.of("Range", "bytes=3-5"));
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(new String(part.body(), UTF_8)).isEqualTo("345");
      assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 3-5/10");
      var tag = part.headers().firstValue("ETag").orElseThrow();
      var again = download("ann", path(made), Map.of("If-None-Match", tag));
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      var head = call("HEAD", path(made), "ann", Map.of(), BodyPublishers.noBody());
      assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
    }

    @Test
    void of_a_picture_is_a_small_one_too() throws Exception {
      var made = upload("ann", "a.png", png(900, 450));
      assertThat(made.get("width").intValue()).isEqualTo(900);
      assertThat(made.get("height").intValue()).isEqualTo(450);
      assertThat(made.get("thumbnail").booleanValue()).isTrue();
      var small = download("ann", path(made) + "/thumbnail", Map.of());
      assertThat(small.headers().firstValue("Content-Type")).hasValue("image/jpeg");
      assertThat(ImageIO.read(new ByteArrayInputStream(small.body())).getWidth()).isEqualTo(320);
      var text = upload("ann", "a.txt", "text".getBytes(UTF_8));
      assertThat(download("ann", path(text) + "/thumbnail", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void is_for_members_of_a_conversation_where_a_message_has_it() throws Exception {
      var file = upload("ann", "a.txt", "secret".getBytes(UTF_8));
      var room = room("ann", "bob");
      assertThat(download("bob", path(file), Map.of()).statusCode()).isEqualTo(404);
      var sent = send("ann", room, id(file));
      assertThat(sent.statusCode()).isEqualTo(201);
      assertThat(download("bob", path(file), Map.of()).statusCode()).isEqualTo(200);
      assertThat(download("eve", path(file), Map.of()).statusCode()).isEqualTo(404);
      assertThat(
              call("GET", path(file) + "/link", "eve", Map.of(), BodyPublishers.noBody())
                  .statusCode())
          .isEqualTo(404);
      var seq = json(sent, 201).get("seq").intValue();
      call(
          "DELETE",
          "/v1/conversations/" + room + "/messages/" + seq + "?for=all",
          "ann",
          Map.of(),
          BodyPublishers.noBody());
      assertThat(download("bob", path(file), Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void is_not_another_tenants() throws Exception {
      var acme =
          "{\"tenant_id\":\"acme\",\"name\":\"Acme\",\"signing_keys\":[{\"kid\":\"k1\","
              + "\"alg\":\"HS256\",\"key\":\""
              + ACME_SECRET
              + "\"}]}";
      var added =
          client.send(
              HttpRequest.newBuilder(URI.create(url + "/v1/admin/tenants"))
                  .header("Authorization", "Bearer " + OPERATOR)
                  .POST(BodyPublishers.ofString(acme))
                  .build(),
              BodyHandlers.ofString());
      assertThat(added.statusCode()).isEqualTo(201);
      var file = upload("ann", "a.txt", "secret".getBytes(UTF_8));
      var upload = begin("ann", 5);
      var nobody = BodyPublishers.noBody();
      for (var path :
          new String[] {
            path(file), path(file) + "/thumbnail", path(file) + "/link", "/v1/uploads/" + upload
          }) {
        assertThat(call("GET", path, "acme/ann", Map.of(), nobody).statusCode()).isEqualTo(404);
      }
      assertThat(part("acme/ann", upload, 0, "12345").statusCode()).isEqualTo(404);
      assertThat(
              call("POST", "/v1/uploads/" + upload + "/complete", "acme/ann", Map.of(), nobody)
                  .statusCode())
          .isEqualTo(404);
      assertThat(call("DELETE", "/v1/uploads/" + upload, "acme/ann", Map.of(), nobody).statusCode())
          .isEqualTo(404);
      var room = room("acme/ann", "bob");
      assertThat(send("acme/ann", room, id(file)).statusCode()).isEqualTo(404);
    }

    @Test
    void is_had_without_a_header_by_a_link_for_that_one_file() throws Exception {
      var one = upload("ann", "a.png", png(400, 300));
      var two = upload("ann", "b.txt", "two".getBytes(UTF_8));
      var link =
          json(call("GET", path(one) + "/link", "ann", Map.of(), BodyPublishers.noBody()), 200);
      assertThat(plain(link.get("url").stringValue())).isEqualTo(200);
      assertThat(plain(link.get("thumbnail_url").stringValue())).isEqualTo(200);
      var token = link.get("url").stringValue().split("token=", -1)[1];
      assertThat(plain(path(two) + "?token=" + token)).isEqualTo(404);
      assertThat(plain(path(one) + "?token=" + token.replace(".", ".1"))).isEqualTo(404);
      assertThat(plain(path(one) + "?token=")).isEqualTo(404);
    }

    @Test
    void is_found_by_its_id_alone() throws Exception {
      for (var id : new String[] {"..%2F..%2Fklatch.db", "a", "a00000000000000000000", "%00"}) {
        assertThat(download("ann", "/v1/attachments/" + id, Map.of()).statusCode())
            .as(id)
            .isEqualTo(404);
      }
    }
  }

  @Nested
  class A_message {
    @Test
    void is_refused_with_too_many_files_or_with_what_is_no_id() throws Exception {
      var room = room("ann", "bob");
      var ids = new String[11];
      Arrays.fill(ids, id(upload("ann", "a.txt", "x".getBytes(UTF_8))));
      assertThat(json(send("ann", room, ids), 400).get("message").stringValue())
          .isEqualTo("attachments has 11 entries, at most 10");
      assertThat(json(send("ann", room, "../x"), 400).get("message").stringValue())
          .isEqualTo("attachments has an entry that is no attachment_id");
      assertThat(send("ann", room).statusCode()).isEqualTo(400);
      assertThat(json(send("ann", room, "a00000000000000000000"), 404).get("code").stringValue())
          .isEqualTo("not_found");
    }
  }

  @Nested
  class An_upload_in_parts {
    @Test
    void goes_on_where_it_was_interrupted_after_a_restart_too() throws Exception {
      var bytes = noise(2_000_000);
      var id = begin("ann", bytes.length);
      assertThat(offset(part("ann", id, 0, Arrays.copyOf(bytes, 700_000)), 200)).isEqualTo(700_000);
      // The connection ends in the middle of the next part.
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort())) {
        var head =
            "PATCH /v1/uploads/%s?offset=700000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                .formatted(id, token("ann"));
        socket.getOutputStream().write((head + "Content-Length: 1300000\r\n\r\n").getBytes(UTF_8));
        socket.getOutputStream().write(bytes, 700_000, 100_000);
        socket.getOutputStream().flush();
      }
      var kept = awaitOffsetBeyond(id, 700_000);
      restart();
      assertThat(look("ann", id)).isEqualTo(kept);
      assertThat(json(part("ann", id, 700_000, bytes), 409).get("message").stringValue())
          .isEqualTo("the next part begins at offset " + kept);
      var rest = Arrays.copyOfRange(bytes, kept, bytes.length);
      assertThat(offset(part("ann", id, kept, rest), 200)).isEqualTo(bytes.length);
      var made = json(complete("ann", id), 201);
      assertThat(id(made)).isEqualTo(id);
      assertThat(json(complete("ann", id), 200)).isEqualTo(made);
      assertThat(download("ann", path(made), Map.of()).body()).isEqualTo(bytes);
    }

    @Test
    void is_one_of_few_and_can_be_given_up() throws Exception {
      var one = begin("ann", 5);
      begin("ann", 5);
      var third = call("POST", "/v1/uploads", "ann", Map.of(), body("{\"name\":\"a\",\"size\":5}"));
      assertThat(json(third, 400).get("code").stringValue()).isEqualTo("limit_reached");
      part("ann", one, 0, "123");
      assertThat(files()).isEqualTo(1);
      assertThat(json(complete("ann", one), 409).get("message").stringValue())
          .isEqualTo("3 of at least 5 bytes are here");
      var gone = call("DELETE", "/v1/uploads/" + one, "ann", Map.of(), BodyPublishers.noBody());
      assertThat(gone.statusCode()).isEqualTo(200);
      assertThat(files()).isZero();
      begin("ann", 5);
    }

    @Test
    void that_makes_no_sense_is_refused() throws Exception {
      for (var payload :
          new String[] {"{}", "{\"name\":\"a\",\"size\":0}", "{\"name\":1,\"size\":1}"}) {
        var answer = call("POST", "/v1/uploads", "ann", Map.of(), body(payload));
        assertThat(answer.statusCode()).as(payload).isEqualTo(400);
      }
      var large = "{\"name\":\"a\",\"size\":" + (LARGE + 1) + "}";
      var answer = call("POST", "/v1/uploads", "ann", Map.of(), body(large));
      assertThat(answer.statusCode()).isEqualTo(413);
      var id = begin("ann", 5);
      for (var offset : new String[] {"", "?offset=-1", "?offset=x"}) {
        var path = "/v1/uploads/" + id + offset;
        assertThat(call("PATCH", path, "ann", Map.of(), body("x")).statusCode()).isEqualTo(400);
      }
      assertThat(json(part("ann", id, 0, "123456"), 413).get("code").stringValue())
          .isEqualTo("too_large");
      assertThat(look("ann", id)).isZero();
    }
  }

  private void restart() throws Exception {
    lifetimes.close();
    lifetimes = new Lifetimes();
    start();
  }

  /// The part that was cut off is on disk when the server has noticed.
  private int awaitOffsetBeyond(String id, int offset) throws Exception {
    var end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) {
      var now = look("ann", id);
      if (now > offset) {
        return now;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("nothing of the part that was cut off was kept");
  }

  private JsonNode upload(String user, String name, byte[] bytes) throws Exception {
    var path = "/v1/attachments?name=" + URLEncoder.encode(name, UTF_8);
    return json(call("POST", path, user, Map.of(), BodyPublishers.ofByteArray(bytes)), 201);
  }

  private String begin(String user, int size) throws Exception {
    var payload = "{\"name\":\"a.bin\",\"size\":" + size + "}";
    return json(call("POST", "/v1/uploads", user, Map.of(), body(payload)), 201)
        .get("upload_id")
        .stringValue();
  }

  private HttpResponse<String> part(String user, String id, int offset, String text)
      throws Exception {
    return part(user, id, offset, text.getBytes(UTF_8));
  }

  private HttpResponse<String> part(String user, String id, int offset, byte[] bytes)
      throws Exception {
    var path = "/v1/uploads/" + id + "?offset=" + offset;
    return call("PATCH", path, user, Map.of(), BodyPublishers.ofByteArray(bytes));
  }

  private HttpResponse<String> complete(String user, String id) throws Exception {
    var path = "/v1/uploads/" + id + "/complete";
    return call("POST", path, user, Map.of(), BodyPublishers.noBody());
  }

  private int look(String user, String id) throws Exception {
    var path = "/v1/uploads/" + id;
    return offset(call("GET", path, user, Map.of(), BodyPublishers.noBody()), 200);
  }

  private static int offset(HttpResponse<String> answer, int status) {
    return json(answer, status).get("offset").intValue();
  }

  private String room(String user, String other) throws Exception {
    var payload = "{\"type\":\"group\",\"member_ids\":[\"" + other + "\"]}";
    return json(call("POST", "/v1/conversations", user, Map.of(), body(payload)), 201)
        .get("conversation_id")
        .stringValue();
  }

  private HttpResponse<String> send(String user, String room, String... ids) throws Exception {
    var list = ids.length == 0 ? "" : "\"" + String.join("\",\"", ids) + "\"";
    var path = "/v1/conversations/" + room + "/messages";
    return call("POST", path, user, Map.of(), body("{\"attachments\":[" + list + "]}"));
  }

  private HttpResponse<byte[]> download(String user, String path, Map<String, String> more)
      throws Exception {
    var request = request(path, user, more).GET().build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  /// The status of a request without a header.
  private int plain(String path) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private HttpResponse<String> call(
      String method, String path, String user, Map<String, String> more, BodyPublisher body)
      throws Exception {
    var request = request(path, user, more).method(method, body).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String user, Map<String, String> more) {
    var headers = new HashMap<>(more);
    headers.put("Authorization", "Bearer " + token(user));
    var request = HttpRequest.newBuilder(URI.create(url + path));
    headers.forEach(request::header);
    return request;
  }

  private long files() throws IOException {
    try (var all = Files.walk(folder.resolve("data/attachments"))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private static BodyPublisher body(String text) {
    return BodyPublishers.ofString(text);
  }

  private static String path(JsonNode attachment) {
    return "/v1/attachments/" + id(attachment);
  }

  private static String id(JsonNode attachment) {
    return attachment.get("attachment_id").stringValue();
  }

  private static JsonNode json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static byte[] noise(int length) {
    var bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static byte[] png(int width, int height) throws IOException {
    var out = new ByteArrayOutputStream();
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, "png", out)).isTrue();
    return out.toByteArray();
  }

  /// @param user perhaps with a tenant before it
  private static String token(String user) {
    var slash = user.indexOf('/');
    return slash < 0
        ? TestTokens.of(SECRET, "default", user)
        : TestTokens.of(ACME_SECRET, user.substring(0, slash), user.substring(slash + 1));
  }
}
