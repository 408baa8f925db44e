package io.klatch.socketio.admin;

import static io.klatch.socketio.admin.AdminServer.DEVELOPMENT;
import static io.klatch.socketio.admin.AdminServer.PRODUCTION;
import static io.klatch.socketio.admin.AdminServer.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AdminUiTest {
  private static JsonNode config(Administrator admin) {
    return admin.next("config").getFirst().get("supportedFeatures");
  }

  @Nested
  class In_production_mode {
    @Test
    void it_can_do_everything_and_shows_figures() {
      try (var server = start(PRODUCTION);
          var admin = Administrator.connect(server.port(), "")) {
        assertThat(config(admin).toString())
            .isEqualTo(
                "[\"EMIT\",\"JOIN\",\"LEAVE\",\"DISCONNECT\",\"MJOIN\",\"MLEAVE\",\"MDISCONNECT\","
                    + "\"AGGREGATED_EVENTS\"]");
      }
    }

    @Test
    void it_may_only_look_where_that_was_said() {
      try (var server = start(PRODUCTION.withReadOnly(true));
          var client = WsClient.joined(server.port());
          var admin = Administrator.connect(server.port(), "")) {
        assertThat(config(admin).toString()).isEqualTo("[\"AGGREGATED_EVENTS\"]");
        admin.emit("_disconnect", "\"/\"", "true");
        admin.emit("emit", "\"/\"", "null", "\"hello\"");
        admin.next("server_stats");
        server.main().emit("bye");
        assertThat(client.text()).isEqualTo("42[\"bye\"]");
      }
    }

    @Test
    void the_figures_are_the_server_s() {
      try (var server = start(PRODUCTION.withServerId("here"));
          var _ = WsClient.joined(server.port());
          var polling = server.polling();
          var admin = Administrator.connect(server.port(), "")) {
        var stats = admin.next("server_stats").getFirst();
        assertThat(polling.sid()).isNotEmpty();
        assertThat(stats.get("serverId").asString()).isEqualTo("here");
        assertThat(stats.get("hostname").asString()).isNotEmpty();
        assertThat(stats.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(stats.get("uptime").asDouble()).isPositive();
        assertThat(stats.get("clientsCount").asInt()).isEqualTo(3);
        assertThat(stats.get("pollingClientsCount").asInt()).isEqualTo(1);
        assertThat(stats.get("namespaces").values())
            .extracting(it -> it.get("name").asString() + " " + it.get("socketsCount").asInt())
            .containsExactlyInAnyOrder("/ 2", "/admin 1");
      }
    }

    @Test
    void they_count_what_comes_and_goes_a_broadcast_once_for_each_receiver() {
      try (var server = start(PRODUCTION);
          var admin = Administrator.connect(server.port(), "")) {
        try (var ann = WsClient.joined(server.port());
            var bob = WsClient.joined(server.port())) {
          ann.send("42[\"grüße\"]");
          server.main().emit("hello", "world", new byte[] {1, 2, 3});
          assertThat(ann.text()).startsWith("451-");
          assertThat(bob.text()).startsWith("451-");
        }
        var totals = new HashMap<String, Long>();
        int figures = 0;
        while (totals.getOrDefault("rawDisconnection", 0L) < 2) {
          add(totals, admin.next("server_stats").getFirst());
          figures++;
        }
        assertThat(totals)
            .containsEntry("rawConnection", 3L)
            .containsEntry("packetsIn", 4L)
            .containsEntry("bytesIn", (long) "0/admin,00".length() + "2['grxxxxe']".length())
            // Three confirmations, the configuration, two packets for each of two, and figures.
            .containsEntry("packetsOut", 3L + 1 + 2 * 2 + figures - 1);
        assertThat(totals.get("bytesOut")).isGreaterThan(200);
      }
    }

    private static void add(Map<String, Long> totals, JsonNode stats) {
      for (var event : stats.get("aggregatedEvents").values()) {
        totals.merge(event.get("type").asString(), event.get("count").asLong(), Long::sum);
        assertThat(event.get("timestamp").asLong() % 1_000).isZero();
      }
    }

    @Test
    void no_socket_and_no_event_is_shown() {
      try (var server = start(PRODUCTION);
          var admin = Administrator.connect(server.port(), "");
          var client = WsClient.joined(server.port())) {
        server.socket().join("room");
        client.send("42[\"hello\"]");
        assertThat(admin.namesUntil("server_stats")).containsExactly("config", "server_stats");
      }
    }
  }

  @Nested
  class An_administrator {
    @Test
    void makes_sockets_join_leave_and_disconnect_and_emits_to_them() {
      try (var server = start(DEVELOPMENT);
          var client = WsClient.joined(server.port());
          var other = WsClient.joined(server.port());
          var admin = server.watching()) {
        var first = server.socket();
        var second = server.socket();
        var id = "\"" + first.id() + "\"";
        admin.emit("join", "\"/\"", "\"room\"", id);
        assertThat(admin.next("room_joined").get(2).asString()).isEqualTo(first.id());
        assertThat(second.rooms()).doesNotContain("room");
        admin.emit("emit", "\"/\"", "\"room\"", "\"hello\"", "\"world\"", "7");
        assertThat(client.text()).isEqualTo("42[\"hello\",\"world\",7]");
        admin.emit("leave", "\"/\"", "\"room\"");
        assertThat(admin.next("room_left").get(2).asString()).isEqualTo(first.id());
        admin.emit("emit", "\"/\"", "\"\"", "\"everybody\"");
        assertThat(client.text()).isEqualTo("42[\"everybody\"]");
        assertThat(other.text()).isEqualTo("42[\"everybody\"]");
        admin.emit("_disconnect", "\"/\"", "false", id);
        assertThat(client.text()).isEqualTo("41");
        admin.emit("_disconnect", "\"/\"", "true");
        assertThat(other.text()).isEqualTo("41");
        assertThat(other.closeStatus()).isNotEqualTo(0);
      }
    }

    @Test
    void is_told_what_is_wrong_with_what_makes_no_sense_and_stays() {
      try (var server = start(PRODUCTION);
          var admin = Administrator.connect(server.port(), "")) {
        assertThat(admin.ask("join", "\"/nowhere\"", "\"room\""))
            .isEqualTo("[\"there is no namespace /nowhere\"]");
        assertThat(admin.ask("join", "\"/\""))
            .isEqualTo("[\"the room must be a text, argument 2\"]");
        assertThat(admin.ask("join", "\"/\"", "\"room\"", "7"))
            .isEqualTo("[\"the room of those who are meant must be a text, argument 3\"]");
        assertThat(admin.ask("_disconnect", "\"/\"", "\"yes\"")).contains("true or false");
        assertThat(admin.ask("emit", "\"/\"", "null", "\"disconnect\"")).contains("another name");
        assertThat(admin.ask("emit")).isEqualTo("[\"the namespace must be a text, argument 1\"]");
        assertThat(admin.ask("leave", "\"/\"", "\"room\"")).isEqualTo("[\"ok\"]");
        assertThat(server.application().find("/nowhere")).isNull();
      }
    }
  }

  @Test
  void another_name_of_the_namespace_may_be_said() {
    try (var server = start(PRODUCTION.withNamespaceName("/custom"));
        var client = WsClient.open(server.port())) {
      assertThat(client.join("/custom", "")).startsWith("40/custom,{\"sid\":");
      assertThat(client.text()).startsWith("42/custom,[\"config\",");
      assertThat(client.join("/admin", ""))
          .isEqualTo("44/admin,{\"message\":\"Invalid namespace\"}");
    }
  }

  @Test
  void without_it_there_is_no_such_namespace() {
    try (var server = TestServer.sockets(it -> it.of("/"));
        var client = WsClient.open(server.port())) {
      assertThat(client.join("/admin", ""))
          .isEqualTo("44/admin,{\"message\":\"Invalid namespace\"}");
    }
  }
}
