package io.klatch.socketio.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.socketio.Handshake;
import io.klatch.socketio.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One socket as the Admin UI knows it by now. May be used from any thread.
final class Shown {
  private static final int ROOMS_MAX = 100;
  private static final int NAME_CHARS_MAX = 256;
  private static final int PART_CHARS_MAX = 2_000;
  private static final int CLIENT_ID_CHARS = 12;
  private static final String HIDDEN = "(hidden)";

  /// What lets others act as the client.
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "cookie", "proxy-authorization");

  private static final Set<String> SECRET_PARAMETERS =
      Set.of("access_token", "api_key", "auth", "jwt", "key", "password", "secret", "sid", "token");

  private static final Pattern QUERY_VALUE = Pattern.compile("([^?&=]+)=([^&]*)");

  private final Socket socket;
  private final String clientId;

  @GuardedBy("this")
  private final Set<String> rooms = new LinkedHashSet<>();

  @GuardedBy("this")
  private JsonNode data;

  Shown(Socket socket) {
    this.socket = socket;
    this.clientId = clientId(socket.conn().id());
    this.data = dataOf(socket);
  }

  Socket socket() {
    return socket;
  }

  String namespace() {
    return socket.namespace().name();
  }

  // ------------------------------------------------------------------ what changes

  /// @return whether that is new and can be shown
  synchronized boolean joined(String room) {
    return rooms.size() < ROOMS_MAX && rooms.add(room);
  }

  synchronized boolean left(String room) {
    return rooms.remove(room);
  }

  /// Looks at what the application keeps with the socket.
  ///
  /// @return whether it has changed since it was looked at last
  boolean dataChanged() {
    var now = dataOf(socket); // Takes the socket's lock, under which others come here.
    synchronized (this) {
      boolean changed = !now.equals(data);
      data = now;
      return changed;
    }
  }

  // ------------------------------------------------------------------ the pictures

  /// The whole of it.
  synchronized ObjectNode picture() {
    var picture = update();
    picture.put("clientId", clientId).put("transport", socket.conn().transport());
    picture.set("data", data);
    picture.set("handshake", handshake(socket.handshake()));
    var names = picture.putArray("rooms");
    rooms.forEach(room -> names.add(shortName(room)));
    return picture;
  }

  synchronized ObjectNode dataUpdate() {
    var update = update();
    update.set("data", data);
    return update;
  }

  ObjectNode transportUpdate() {
    return update().put("transport", socket.conn().transport());
  }

  private ObjectNode update() {
    return JsonNodeFactory.instance.objectNode().put("id", socket.id()).put("nsp", namespace());
  }

  static String shortName(String name) {
    return Shortened.text(name, NAME_CHARS_MAX);
  }

  private static JsonNode dataOf(Socket socket) {
    return Shortened.of(socket.data(), PART_CHARS_MAX);
  }

  /// Without what the client sent to connect, and without secrets among the rest.
  private static ObjectNode handshake(Handshake handshake) {
    var shown = JsonNodeFactory.instance.objectNode();
    shown.put("address", handshake.address());
    shown.set("headers", part(handshake.headers(), SECRET_HEADERS));
    shown.set("query", part(handshake.query(), SECRET_PARAMETERS));
    return shown
        .put("issued", handshake.issued())
        .put("secure", handshake.secure())
        .put("time", handshake.time().toString())
        .put("url", Shortened.text(withoutSecrets(handshake.url()), PART_CHARS_MAX))
        .put("xdomain", handshake.xdomain());
  }

  private static JsonNode part(Map<String, String> values, Set<String> secret) {
    var shown = new TreeMap<String, String>();
    values.forEach((name, value) -> shown.put(name, secret.contains(name) ? HIDDEN : value));
    return Shortened.of(shown, PART_CHARS_MAX);
  }

  private static String withoutSecrets(String url) {
    return QUERY_VALUE
        .matcher(url)
        .replaceAll(value -> SECRET_PARAMETERS.contains(value.group(1)) ? "$1=" + HIDDEN : "$1=$2");
  }

  /// Tells one client's sockets from another's, without giving away the id that carries its
  /// session.
  private static String clientId(String sessionId) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(UTF_8));
      return Base64.getUrlEncoder().encodeToString(digest).substring(0, CLIENT_ID_CHARS);
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException("every JDK has SHA-256", fault);
    }
  }
}
