package io.klatch.socketio.admin;

import io.klatch.socketio.wire.WsClient;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks to `/admin` as the UI does.
final class Administrator implements AutoCloseable {
  private static final String EVENT = "42/admin,";

  private final WsClient client;
  private final String answer;

  private Administrator(WsClient client, String answer) {
    this.client = client;
    this.answer = answer;
  }

  /// @param auth JSON, or empty
  static Administrator connect(int port, String auth) {
    var client = WsClient.open(port);
    return new Administrator(client, client.join("/admin", auth));
  }

  static Administrator login(int port, String username, String password) {
    return connect(port, "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
  }

  /// What CONNECT was answered with.
  String answer() {
    return answer;
  }

  String id() {
    return JsonMapper.shared()
        .readTree(answer.substring("40/admin,".length()))
        .get("sid")
        .asString();
  }

  /// The arguments of the next event of that name; others are passed over.
  List<JsonNode> next(String event) {
    while (true) {
      var all = nextOfAll();
      if (all.getFirst().asString().equals(event)) {
        return all.subList(1, all.size());
      }
    }
  }

  /// The names of the events until one of that name.
  List<String> namesUntil(String event) {
    var names = new ArrayList<String>();
    while (!names.contains(event)) {
      names.add(nextOfAll().getFirst().asString());
    }
    return names;
  }

  private List<JsonNode> nextOfAll() {
    var text = client.text();
    if (!text.startsWith(EVENT)) {
      throw new AssertionError("no event of /admin: " + text);
    }
    return List.copyOf(JsonMapper.shared().readTree(text.substring(EVENT.length())).values());
  }

  /// @param args JSON
  void emit(String event, String... args) {
    client.send(EVENT + array(event, args));
  }

  /// @return what it is acknowledged with
  String ask(String event, String... args) {
    client.send("42/admin,7" + array(event, args));
    var text = client.text();
    while (!text.startsWith("43/admin,7")) {
      text = client.text();
    }
    return text.substring("43/admin,7".length());
  }

  private static String array(String event, String... args) {
    var all = new ArrayList<>(List.of("\"" + event + "\""));
    all.addAll(List.of(args));
    return "[" + String.join(",", all) + "]";
  }

  @Override
  public void close() {
    client.close();
  }
}
