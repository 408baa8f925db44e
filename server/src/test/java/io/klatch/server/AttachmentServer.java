package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server, and users who upload and download files.
final class AttachmentServer implements AutoCloseable {
  static final int LARGE = 3_000_000;
  private static final String SECRET = "the configured secret of the server itself";
  private static final String OPERATOR = "the operator's key, which opens everything";
  private static final String ACME_SECRET = "the secret of the tenant acme, of many bytes";

  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Lifetimes lifetimes = new Lifetimes();
  private String url;

  AttachmentServer(Path folder) throws Exception {
    this.folder = folder;
    this.url = start();
  }

  private String start() throws Exception {
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
    return new Wiring(TestConfig.in(folder, settings), lifetimes).start().url();
  }

  @Override
  public void close() {
    lifetimes.close();
    client.close();
  }

  void restart() throws Exception {
    lifetimes.close();
    lifetimes = new Lifetimes();
    url = start();
  }

  int port() {
    return URI.create(url).getPort();
  }

  /// Another tenant, whose users are called `acme/ann`.
  void addAcme() throws Exception {
    var key = "{\"kid\":\"k1\",\"alg\":\"HS256\",\"key\":\"" + ACME_SECRET + "\"}";
    var acme = "{\"tenant_id\":\"acme\",\"name\":\"Acme\",\"signing_keys\":[" + key + "]}";
    var request =
        HttpRequest.newBuilder(URI.create(url + "/v1/admin/tenants"))
            .header("Authorization", "Bearer " + OPERATOR)
            .POST(BodyPublishers.ofString(acme))
            .build();
    json(client.send(request, BodyHandlers.ofString()), 201);
  }

  /// The part that was cut off is on disk when the server has noticed.
  int awaitOffsetBeyond(String id, int offset) throws Exception {
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

  JsonNode upload(String user, String name, byte[] bytes) throws Exception {
    var path = "/v1/attachments?name=" + URLEncoder.encode(name, UTF_8);
    return json(call("POST", path, user, Map.of(), BodyPublishers.ofByteArray(bytes)), 201);
  }

  String begin(String user, int size) throws Exception {
    var payload = "{\"name\":\"a.bin\",\"size\":" + size + "}";
    return json(call("POST", "/v1/uploads", user, Map.of(), body(payload)), 201)
        .get("upload_id")
        .stringValue();
  }

  HttpResponse<String> part(String user, String id, int offset, String text) throws Exception {
    return part(user, id, offset, text.getBytes(UTF_8));
  }

  HttpResponse<String> part(String user, String id, int offset, byte[] bytes) throws Exception {
    var path = "/v1/uploads/" + id + "?offset=" + offset;
    return call("PATCH", path, user, Map.of(), BodyPublishers.ofByteArray(bytes));
  }

  HttpResponse<String> complete(String user, String id) throws Exception {
    var path = "/v1/uploads/" + id + "/complete";
    return call("POST", path, user, Map.of(), BodyPublishers.noBody());
  }

  int look(String user, String id) throws Exception {
    var path = "/v1/uploads/" + id;
    return offset(call("GET", path, user, Map.of(), BodyPublishers.noBody()), 200);
  }

  static int offset(HttpResponse<String> answer, int status) {
    return json(answer, status).get("offset").intValue();
  }

  String room(String user, String other) throws Exception {
    var payload = "{\"type\":\"group\",\"member_ids\":[\"" + other + "\"]}";
    return json(call("POST", "/v1/conversations", user, Map.of(), body(payload)), 201)
        .get("conversation_id")
        .stringValue();
  }

  HttpResponse<String> send(String user, String room, String... ids) throws Exception {
    var list = ids.length == 0 ? "" : "\"" + String.join("\",\"", ids) + "\"";
    var path = "/v1/conversations/" + room + "/messages";
    return call("POST", path, user, Map.of(), body("{\"attachments\":[" + list + "]}"));
  }

  HttpResponse<byte[]> download(String user, String path, Map<String, String> more)
      throws Exception {
    var request = request(path, user, more).GET().build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  /// The status of a request without a header.
  int plain(String path) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  /// @param user null for nobody
  HttpResponse<String> call(
      String method,
      String path,
      @Nullable String user,
      Map<String, String> more,
      BodyPublisher body)
      throws Exception {
    var request = request(path, user, more).method(method, body).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(
      String path, @Nullable String user, Map<String, String> more) {
    var headers = new HashMap<>(more);
    if (user != null) {
      headers.put("Authorization", "Bearer " + token(user));
    }
    var request = HttpRequest.newBuilder(URI.create(url + path));
    headers.forEach(request::header);
    return request;
  }

  long files() throws IOException {
    try (var all = Files.walk(folder.resolve("data/attachments"))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  static BodyPublisher body(String text) {
    return BodyPublishers.ofString(text);
  }

  static String path(JsonNode attachment) {
    return "/v1/attachments/" + id(attachment);
  }

  static String id(JsonNode attachment) {
    return attachment.get("attachment_id").stringValue();
  }

  static JsonNode json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  static byte[] noise(int length) {
    var bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  static byte[] png(int width, int height) throws IOException {
    var out = new ByteArrayOutputStream();
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, "png", out)).isTrue();
    return out.toByteArray();
  }

  /// @param user perhaps with a tenant before it
  static String token(String user) {
    var slash = user.indexOf('/');
    return slash < 0
        ? TestTokens.of(SECRET, "default", user)
        : TestTokens.of(ACME_SECRET, user.substring(0, slash), user.substring(slash + 1));
  }
}
