package io.klatch.socketio.admin;

import static io.klatch.socketio.admin.AdminServer.DEVELOPMENT;
import static io.klatch.socketio.admin.AdminServer.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.WsClient;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Development mode.
class AdminWatchTest {
  /// Cannot be written.
  public static final class Faulty {
    public int getNumber() {
      return Integer.parseInt("a fault on purpose");
    }
  }

  @Test
  void it_says_that_it_shows_everything() {
    try (var server = start(DEVELOPMENT.withReadOnly(true));
        var admin = Administrator.connect(server.port(), "")) {
      assertThat(admin.next("config").toString())
          .isEqualTo("[{\"supportedFeatures\":[\"AGGREGATED_EVENTS\",\"ALL_EVENTS\"]}]");
    }
  }

  @Test
  void all_sockets_are_shown_to_who_comes_the_administrator_s_among_them() {
    try (var server = start(DEVELOPMENT);
        var _ = WsClient.joined(server.port());
        var admin = Administrator.connect(server.port(), "")) {
      var socket = server.socket();
      var all = admin.next("all_sockets").getFirst();
      assertThat(all.values())
          .extracting(it -> it.get("nsp").asString() + " " + it.get("id").asString())
          .containsExactlyInAnyOrder("/ " + socket.id(), "/admin " + admin.id());
    }
  }

  @Test
  void a_socket_is_shown_with_what_its_client_said_but_no_secrets() {
    try (var server = start(DEVELOPMENT);
        var admin = server.watching();
        var wire = HttpWire.connect(server.port())) {
      var query = "EIO=4&transport=websocket&token=t0ken&a=b";
      WsClient.handshake(wire, query, "Cookie: c00kie", "X-Other: other");
      var client = WsClient.on(wire);
      client.text();
      client.join("/", "{\"password\":\"passw0rd\"}");
      var socket = server.socket();
      var shown = admin.next("socket_connected");
      var picture = shown.getFirst();
      assertThat(picture.get("id").asString()).isEqualTo(socket.id());
      assertThat(picture.get("clientId").asString())
          .hasSize(12)
          .isNotEqualTo(socket.conn().id().substring(0, 12));
      assertThat(picture.get("transport").asString()).isEqualTo("websocket");
      assertThat(picture.get("rooms").toString()).isEqualTo("[\"" + socket.id() + "\"]");
      assertThat(picture.get("data").toString()).isEqualTo("{}");
      var handshake = picture.get("handshake");
      assertThat(handshake.get("address").asString()).isEqualTo("127.0.0.1");
      assertThat(handshake.get("headers").get("x-other").asString()).isEqualTo("other");
      assertThat(handshake.get("query").get("a").asString()).isEqualTo("b");
      assertThat(handshake.get("url").asString()).contains("&token=(hidden)&a=b");
      assertThat(handshake.get("issued").asLong()).isPositive();
      assertThat(handshake.get("secure").asBoolean()).isFalse();
      assertThat(handshake.get("xdomain").asBoolean()).isFalse();
      assertThat(picture.toString()).doesNotContain("t0ken", "c00kie", "passw0rd");
      assertThat(shown.get(1).asString()).matches("2\\d{3}-\\d\\d-\\d\\dT[\\d:.]{12}Z");
    }
  }

  @Test
  void sockets_rooms_and_events_are_shown_as_they_come_and_go() {
    try (var server = start(DEVELOPMENT);
        var admin = server.watching()) {
      String id;
      try (var client = WsClient.joined(server.port())) {
        var socket = server.socket();
        id = socket.id();
        assertThat(admin.next("room_joined").toString())
            .startsWith("[\"/\", \"%s\", \"%s\"".formatted(id, id));
        assertThat(admin.next("socket_connected").getFirst().get("id").asString()).isEqualTo(id);
        socket.join("a");
        assertThat(admin.next("room_joined").toString())
            .startsWith("[\"/\", \"a\", \"%s\"".formatted(id));
        socket.leave("a");
        assertThat(admin.next("room_left").toString())
            .startsWith("[\"/\", \"a\", \"%s\"".formatted(id));
        client.send("420[\"hello\",{\"to\":[1,null]}]");
        assertThat(admin.next("event_received").toString())
            .startsWith("[\"/\", \"%s\", [\"hello\",{\"to\":[1,null]}]".formatted(id));
        socket.emit("one", "text");
        assertThat(admin.next("event_sent").toString())
            .startsWith("[\"/\", \"%s\", [\"one\",\"text\"]".formatted(id));
        server.main().emit("all", new byte[] {1, 2, 3});
        assertThat(admin.next("event_sent").toString())
            .startsWith("[\"/\", \"%s\", [\"all\",\"(3 bytes)\"]".formatted(id));
        client.send("41");
        assertThat(admin.next("socket_disconnected").toString())
            .startsWith("[\"/\", \"%s\", \"client namespace disconnect\"".formatted(id));
        assertThat(admin.next("room_left").toString())
            .startsWith("[\"/\", \"%s\", \"%s\"".formatted(id, id));
      }
    }
  }

  @Test
  void a_socket_of_a_namespace_that_comes_into_being_is_shown() {
    try (var server = start(DEVELOPMENT);
        var admin = server.watching();
        var client = WsClient.open(server.port())) {
      client.join("/dynamic-101", "");
      assertThat(admin.next("socket_connected").getFirst().get("nsp").asString())
          .isEqualTo("/dynamic-101");
    }
  }

  @Test
  void an_upgrade_and_the_application_s_data_are_shown_when_they_change() {
    try (var server = start(DEVELOPMENT);
        var admin = server.watching();
        var client = server.polling()) {
      assertThat(admin.next("socket_connected").getFirst().get("transport").asString())
          .isEqualTo("polling");
      try (var _ = client.upgrade()) {
        assertThat(admin.next("socket_updated").getFirst().get("transport").asString())
            .isEqualTo("websocket");
        var socket = server.socket();
        socket.data().put("count", 1);
        assertThat(admin.next("socket_updated").getFirst().toString())
            .isEqualTo(
                "{\"id\":\"%s\",\"nsp\":\"/\",\"data\":{\"count\":1}}".formatted(socket.id()));
        socket.data().put("name", Map.of("first", "ann"));
        assertThat(admin.next("socket_updated").getFirst().get("data").get("name").toString())
            .isEqualTo("{\"first\":\"ann\"}");
      }
    }
  }

  @Test
  void no_more_sockets_are_shown_than_that_and_the_next_when_one_is_gone() {
    try (var server = start(DEVELOPMENT.withBounds(2, 500));
        var admin = server.watching();
        var first = WsClient.joined(server.port())) {
      var shown = server.socket();
      assertThat(admin.next("socket_connected").getFirst().get("id").asString())
          .isEqualTo(shown.id());
      try (var second = WsClient.joined(server.port())) {
        server.socket().join("hidden");
        second.send("42[\"hidden\"]");
        first.send("41");
        assertThat(admin.namesUntil("socket_disconnected"))
            .doesNotContain("socket_connected", "room_joined", "event_received");
      }
      try (var _ = WsClient.joined(server.port())) {
        assertThat(admin.next("socket_connected").getFirst().get("id").asString())
            .isEqualTo(server.socket().id());
      }
    }
  }

  @Test
  void what_was_left_out_in_a_second_with_too_much_comes_right_in_the_next() {
    try (var server = start(DEVELOPMENT.withBounds(100, 5));
        var admin = server.watching();
        var _ = WsClient.joined(server.port())) {
      var socket = server.socket();
      IntStream.range(0, 50).forEach(i -> socket.join("room" + i));
      int rooms = 0;
      while (rooms < 51) {
        rooms =
            admin.next("all_sockets").getFirst().values().stream()
                .filter(it -> it.get("id").asString().equals(socket.id()))
                .mapToInt(it -> it.get("rooms").size())
                .sum();
      }
      assertThat(rooms).isEqualTo(51);
      assertThat(server.ui().updatesDropped()).isGreaterThan(30);
    }
  }

  @Test
  void what_is_long_is_cut_and_what_cannot_be_written_is_left_out() {
    try (var server = start(DEVELOPMENT);
        var admin = server.watching();
        var client = WsClient.joined(server.port())) {
      var socket = server.socket();
      client.send("42[\"long\",\"" + "x".repeat(100_000) + "\",[1,2,3]]");
      assertThat(admin.next("event_received").get(2).toString())
          .endsWith("xxx…\",\"…\"]")
          .hasSizeLessThan(2_100);
      socket.join("half \ud83d of a character");
      assertThat(admin.next("room_joined").get(1).asString()).isEqualTo("half ? of a character");
      socket.data().put("me", new Faulty());
      assertThat(admin.next("socket_updated").getFirst().get("data").toString())
          .contains("cannot be shown");
    }
  }

  @Test
  void nothing_is_kept_while_nobody_watches() {
    try (var server = start(DEVELOPMENT)) {
      server.watching().close();
      Await.until("nothing is kept", () -> server.ui().socketsShown() == 0);
      try (var client = WsClient.joined(server.port())) {
        client.send("420[\"heard by nobody\"]");
        server.socket().join("room");
        assertThat(server.ui().socketsShown()).isZero();
      }
      try (var client = WsClient.joined(server.port());
          var later = server.watching()) {
        client.send("42[\"now\"]");
        assertThat(later.next("event_received").get(2).toString()).isEqualTo("[\"now\"]");
      }
    }
  }
}
