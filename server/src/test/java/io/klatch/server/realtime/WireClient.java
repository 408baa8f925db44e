package io.klatch.server.realtime;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Speaks Engine.IO and Socket.IO over a WebSocket by hand, and keeps `pid` and offset as the stock
/// client does.
final class WireClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long WAIT_SECONDS = 10;
  private static final String CLOSED = "closed";

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final String namespace;
  private final ObjectNode auth;
  private @Nullable String pid;
  private @Nullable String offset;
  private LinkedBlockingQueue<String> incoming = new LinkedBlockingQueue<>();
  private @Nullable WebSocket socket;
  private int nextAck;

  /// Every event received, in order, `connect` and its answer among them.
  final List<Received> log = new ArrayList<>();

  WireClient(int port, String token) {
    this(port, token, "/");
  }

  WireClient(int port, String token, String namespace) {
    this.port = port;
    this.namespace = namespace;
    this.auth = JsonNodeFactory.instance.objectNode().put("token", token);
  }

  record Received(String name, List<JsonNode> args) {
    JsonNode first() {
      return args.getFirst();
    }
  }

  WireClient with(String field, String value) {
    auth.put(field, value);
    return this;
  }

  /// What the next CONNECT claims instead of what was kept.
  WireClient claiming(@Nullable String newPid, @Nullable String newOffset) {
    pid = newPid;
    offset = newOffset;
    return this;
  }

  @Nullable String pid() {
    return pid;
  }

  @Nullable String offset() {
    return offset;
  }

  /// Connects and reads up to the answer to CONNECT; missed events are in the log before it.
  Received connect() {
    var events = new LinkedBlockingQueue<String>();
    incoming = events;
    var uri = URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket");
    socket = http.newWebSocketBuilder().buildAsync(uri, new TextFrames(events)).join();
    var claim = auth.deepCopy();
    if (pid != null) {
      claim.put("pid", pid);
    }
    if (offset != null) {
      claim.put("offset", offset);
    }
    send("40" + prefix() + claim);
    return until("connect", "connect_error");
  }

  /// Connects and reads up to `session:ready`.
  JsonNode signIn() {
    var answer = connect();
    if (answer.name().equals("connect_error")) {
      throw new AssertionError("refused: " + answer);
    }
    return until("session:ready").first();
  }

  void emit(String event, Object... args) {
    send("42" + prefix() + array(event, args));
  }

  /// Emits and reads up to the acknowledgement.
  JsonNode ask(String event, Object... args) {
    var id = nextAck++;
    send("42" + prefix() + id + array(event, args));
    return until("ack " + id).first();
  }

  /// Reads up to an event of one of these names.
  Received until(String... names) {
    while (true) {
      var received = next();
      if (List.of(names).contains(received.name())) {
        return received;
      }
    }
  }

  /// The n-th event of that name (from 1), received already or yet to come.
  Received nth(int n, String name) {
    while (all(name).size() < n) {
      next();
    }
    return all(name).get(n - 1);
  }

  /// Reads until the connection is closed by the server.
  void untilClosed() {
    until(CLOSED);
  }

  List<Received> all(String name) {
    return log.stream().filter(it -> it.name().equals(name)).toList();
  }

  List<String> texts(String name) {
    return all(name).stream().map(it -> it.first().get("text").stringValue()).toList();
  }

  /// Loses the connection, as a phone in a tunnel does.
  void drop() {
    if (socket != null) {
      socket.abort();
      socket = null;
    }
  }

  @Override
  public void close() {
    drop();
    http.close();
  }

  private Received next() {
    while (true) {
      var packet = take();
      if (packet.equals("2")) {
        send("3");
      } else if (!packet.startsWith("0")) {
        var received = read(packet);
        log.add(received);
        return received;
      }
    }
  }

  private String take() {
    try {
      var packet = incoming.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (packet == null) {
        throw new AssertionError("nothing came; seen so far: " + log);
      }
      return packet;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Received read(String packet) {
    if (packet.startsWith(TextFrames.CLOSED)) {
      return new Received(CLOSED, List.of());
    }
    var json = 2;
    if (packet.startsWith(namespace + ",", json)) {
      json += namespace.length() + 1;
    }
    var start = json;
    while (json < packet.length() && Character.isDigit(packet.charAt(json))) {
      json++;
    }
    var id = packet.substring(start, json);
    var body = JSON.readTree(json == packet.length() ? "{}" : packet.substring(json));
    return switch (packet.substring(0, 2)) {
      case "40" -> {
        var given = body.get("pid");
        pid = given == null ? null : given.stringValue();
        yield new Received("connect", List.of(body));
      }
      case "41" -> new Received("disconnect", List.of(body));
      case "42" -> event(body);
      case "43" -> new Received("ack " + id, body.valueStream().toList());
      case "44" -> new Received("connect_error", List.of(body));
      default -> throw new AssertionError("unexpected packet " + packet);
    };
  }

  private Received event(JsonNode body) {
    var args = body.valueStream().toList();
    if (args.getLast().isString() && args.size() > 1) {
      offset = args.getLast().stringValue();
    }
    return new Received(args.getFirst().stringValue(), args.subList(1, args.size()));
  }

  private void send(String packet) {
    if (socket == null) {
      throw new AssertionError("not connected");
    }
    socket.sendText(packet, true).join();
  }

  private String prefix() {
    return namespace.equals("/") ? "" : namespace + ",";
  }

  private static String array(String event, Object... args) {
    var array = JSON.createArrayNode().add(event);
    for (var arg : args) {
      array.add(arg instanceof String json ? JSON.readTree(json) : JSON.valueToTree(arg));
    }
    return array.toString();
  }
}
