package io.klatch.socketio.corpus;

import io.klatch.socketio.corpus.Case.Frames;
import io.klatch.socketio.corpus.Case.Msgpack;
import io.klatch.socketio.corpus.Case.Packets;
import io.klatch.socketio.corpus.Case.Request;
import io.klatch.socketio.corpus.Case.Upgrade;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.HttpWire.Answer;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.WsClient;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Sends a case to a server and says in a few words what became of it.
final class Runner {
  private static final List<String> HEADERS =
      List.of(
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

  private static final Pattern CODE = Pattern.compile("\\{\"code\":(\\d+),.*");

  private final int port;

  Runner(int port) {
    this.port = port;
  }

  String polling(Case malformed) {
    return switch (malformed.input()) {
      case Packets packets -> posted(Talk.of(packets));
      case Msgpack packet -> posted(Talk.of(packet));
      case Request request -> requested(request);
      case Upgrade _, Frames _ -> Case.NONE;
    };
  }

  String webSocket(Case malformed) {
    return switch (malformed.input()) {
      case Packets packets -> framed(Talk.of(packets));
      case Msgpack packet -> framed(Talk.of(packet));
      case Upgrade upgrade -> upgraded(upgrade);
      case Frames(var bytes) -> written(bytes);
      case Request _ -> Case.NONE;
    };
  }

  // ------------------------------------------------------------------ packets over polling

  private String posted(Talk talk) {
    try (var client = PollingClient.open(port, talk.query())) {
      var outcome = posted(client, talk);
      leave(client.sid());
      return outcome;
    }
  }

  /// Closes a session, if it is still there.
  private void leave(String sid) {
    try (var wire = HttpWire.connect(port)) {
      var _ = wire.post("/socket.io/?EIO=4&transport=polling&sid=" + sid, "1");
    }
  }

  private String posted(PollingClient client, Talk talk) {
    if (talk.joined()) {
      client.post(polled(talk.connect()));
      client.packets(2);
    }
    var texts = talk.packets().stream().map(Runner::polled).toArray(String[]::new);
    var answer = client.post(texts);
    if (answer.status() == 413) {
      try (var other = HttpWire.connect(port)) {
        return status(answer) + (other.post(client.target(), "3").status() == 200 ? ", open" : "");
      }
    }
    if (answer.status() != 200) {
      return status(answer) + ends(client);
    }
    if (client.post(polled(talk.ask())).status() != 200) {
      return "200" + ends(client);
    }
    return answers(client, talk);
  }

  private static String polled(Object packet) {
    return packet instanceof byte[] bytes
        ? "b" + Base64.getEncoder().encodeToString(bytes)
        : (String) packet;
  }

  private static String answers(PollingClient client, Talk talk) {
    int before = 0;
    var answer = client.get();
    while (answer.status() == 200) {
      for (var packet : PollingClient.packetsOf(answer)) {
        if (talk.isAnswer().test(received(packet))) {
          return said(before, talk);
        }
        before++;
      }
      answer = client.get();
    }
    return "200, closed";
  }

  /// The session may say goodbye once, and then must be unknown.
  private static String ends(PollingClient client) {
    var answer = client.get();
    if (answer.status() == 200) {
      answer = client.get();
    }
    return answer.body().contains("\"code\":1,") ? ", closed" : ", then " + status(answer);
  }

  private static String received(String packet) {
    return packet.startsWith("b")
        ? new String(Base64.getDecoder().decode(packet.substring(1)), StandardCharsets.ISO_8859_1)
        : packet;
  }

  /// A client without a namespace gets one answer more: that it is in one now.
  private static String said(int packets, Talk talk) {
    int answers = talk.joined() ? packets : packets - 1;
    return answers == 0 ? Case.IGNORED : "answered " + answers;
  }

  // ------------------------------------------------------------------ packets over a WebSocket

  private String framed(Talk talk) {
    try (var client = WsClient.connect(port, talk.query())) {
      client.text();
      if (talk.joined()) {
        send(client, talk.connect());
        client.frame();
        client.frame();
      }
      talk.packets().forEach(packet -> send(client, packet));
      send(client, talk.ask());
      int before = 0;
      for (var frame = client.frame(); frame.opcode() != WsClient.CLOSE; frame = client.frame()) {
        if (talk.isAnswer().test(new String(frame.payload(), StandardCharsets.ISO_8859_1))) {
          return said(before, talk);
        }
        before++;
      }
      return "closed " + WsClient.NO_STATUS;
    }
  }

  private static void send(WsClient client, Object packet) {
    if (packet instanceof byte[] bytes) {
      client.send(bytes);
    } else {
      client.send((String) packet);
    }
  }

  // ------------------------------------------------------------------ requests, upgrades, frames

  private String requested(Request request) {
    try (var session = PollingClient.open(port);
        var wire = HttpWire.connect(port)) {
      var head = request.head().replace("{sid}", session.sid());
      var body = request.body().getBytes(StandardCharsets.UTF_8);
      if (body.length > 0) {
        head = head.stripTrailing() + "\r\nContent-Length: " + body.length;
      }
      wire.write((head.stripTrailing() + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      wire.write(body);
      var answer = wire.receive();
      leave(session.sid());
      if (answer.body().startsWith("0{")) {
        leave(PollingClient.sidOf(answer.body()));
      }
      return answered(wire, answer);
    }
  }

  /// The answer, and whether the connection can be used for another request.
  private static String answered(HttpWire wire, Answer answer) {
    try {
      wire.send("GET", "/nothing-here", "");
      return status(answer) + (wire.receive().status() == 404 ? ", open" : ", confused");
    } catch (UncheckedIOException _) {
      return status(answer) + ", cut";
    }
  }

  private static String status(Answer answer) {
    var code = CODE.matcher(answer.body());
    return answer.status() + (code.matches() ? " code " + code.group(1) : "");
  }

  private String upgraded(Upgrade upgrade) {
    try (var session = PollingClient.open(port);
        var wire = HttpWire.connect(port)) {
      var query = upgrade.query().replace("{sid}", session.sid());
      var request = request(query, upgrade.headers());
      if (!upgrade.after().isEmpty()) {
        leave(session.sid());
        var bytes = new String(request, StandardCharsets.ISO_8859_1) + upgrade.after();
        wire.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        wire.awaitEnd();
        return "cut";
      }
      wire.write(request);
      var answer = wire.receive();
      leave(session.sid());
      if (answer.status() != 101) {
        return answered(wire, answer);
      }
      var client = WsClient.on(wire);
      return "101" + (client.text().startsWith("0{") ? ", open" : ", confused");
    }
  }

  /// A header given takes the place of the one of that name.
  private static byte[] request(String query, List<String> headers) {
    var all = new ArrayList<>(headers);
    for (var usual : HEADERS) {
      var name = usual.substring(0, usual.indexOf(':') + 1);
      if (headers.stream().noneMatch(header -> header.startsWith(name))) {
        all.add(usual);
      }
    }
    return HttpWire.request("GET", "/socket.io/?" + query, "", all.toArray(String[]::new));
  }

  private String written(byte[] bytes) {
    try (var client = WsClient.open(port)) {
      client.writeRaw(bytes);
      return "closed " + client.closeStatus();
    }
  }
}
