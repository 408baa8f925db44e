package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.auth.TestLaunch;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A user's status is asked for at every way in.
class SuspendedTest {
  private static final String SUSPENDED = "{\"status\":\"suspended\"}";
  private static final String ACTIVE = "{\"status\":\"active\"}";

  @TempDir private Path folder;
  private SignInServer server;

  @BeforeEach
  void start() throws Exception {
    server = new SignInServer(folder, Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Tag("A6")
  @Test
  void who_is_suspended_comes_in_nowhere_and_everywhere_when_active_again() throws Exception {
    var token = server.token(launch());
    assertThat(entries(token).values()).containsOnly("ok");
    server.operator("PATCH", "/v1/users/tg:7", SUSPENDED);
    var refused = new TreeMap<String, String>();
    entries(token).forEach((way, verdict) -> refused.put(way, verdict.toLowerCase(Locale.ROOT)));
    assertThat(refused.values()).as("%s", refused).containsOnly("suspended");
    server.restart();
    assertThat(entries(token).values()).doesNotContain("ok");
    server.operator("PATCH", "/v1/users/tg:7", ACTIVE);
    assertThat(entries(token).values()).containsOnly("ok");
  }

  @Tag("A6")
  @Test
  void who_is_in_has_to_go_at_once() throws Exception {
    var token = server.token(launch());
    try (var socket = server.plain("/socket.io/?EIO=4&transport=websocket");
        var byLaunch = server.plain("/socket.io/?EIO=4&transport=websocket");
        var rooms = server.plain("/ws/rooms?token=" + token)) {
      assertThat(SignInServer.connect(socket, "/", "{\"token\":\"" + token + "\"}"))
          .isEqualTo("ok");
      assertThat(SignInServer.connect(byLaunch, "/", tma().toString())).isEqualTo("ok");
      rooms.until("CONNECTION_ESTABLISHED");
      server.operator("PATCH", "/v1/users/tg:7", SUSPENDED);
      assertThat(untilGone(socket)).isEqualTo("41");
      assertThat(untilGone(byLaunch)).isEqualTo("41");
      assertThat(rooms.untilClosed()).startsWith("1008");
    }
  }

  @Test
  void others_and_users_of_other_tenants_of_the_same_name_come_in() throws Exception {
    server.operator(
        "POST",
        "/v1/admin/tenants",
        "{\"tenant_id\":\"acme\",\"telegram\":{\"bot_token\":\"" + TestLaunch.BOT_TOKEN + "\"}}");
    server.operator("PATCH", "/v1/users/tg:7", SUSPENDED);
    server.token(launch(), "tenant_id", "acme");
    server.token(new TestLaunch(Instant.now()).user("{\"id\":8,\"first_name\":\"B\"}").hashed());
  }

  /// What each way in says.
  private Map<String, String> entries(String token) throws Exception {
    var initData = launch();
    var found = new TreeMap<String, String>();
    found.put("REST, token", server.rest("Bearer " + token));
    found.put("REST, launch", server.rest("tma " + initData));
    found.put("exchange", SignInServer.verdict(server.exchange(initData)));
    found.put("me", SignInServer.verdict(server.call("GET", "/v1/me", "Bearer " + token, "")));
    for (var namespace : new String[] {"/", "/chat", "/presence", "/webrtc", "/notifications"}) {
      found.put(namespace + " token", server.socket(namespace, "{\"token\":\"" + token + "\"}"));
      found.put(namespace + " launch", server.socket(namespace, tma().toString()));
    }
    found.put("rooms, query", server.rooms("?token=" + token, null));
    found.put("rooms, launch", server.rooms("?tma=" + URLEncoder.encode(initData, UTF_8), null));
    found.put("rooms, protocol", server.rooms("", null, "klatch.rooms", "bearer." + token));
    var frame = "{\"action\":\"PING\",\"token\":\"" + token + "\"}";
    found.put("rooms, frame", server.rooms("", frame));
    found.put("rooms, launch in a frame", server.rooms("", tma().put("action", "PING").toString()));
    return found;
  }

  private static ObjectNode tma() {
    return JsonMapper.shared().createObjectNode().put("tma", launch());
  }

  private static String launch() {
    return new TestLaunch(Instant.now()).hashed();
  }

  /// The DISCONNECT packet, past events and pings.
  private static String untilGone(PlainWire wire) {
    while (true) {
      var packet = wire.take();
      if (!packet.startsWith("42") && !packet.equals("2")) {
        return packet;
      }
    }
  }
}
