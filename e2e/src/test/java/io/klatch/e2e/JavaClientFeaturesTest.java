package io.klatch.e2e;

import static io.klatch.e2e.JavaClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What the Java client 2.1.2 sees of each feature of the library; its JavaScript twin is
/// `client-features.test.mjs`.
@ParameterizedClass
@ValueSource(strings = {"polling", "websocket", "polling,websocket"})
final class JavaClientFeaturesTest {
  @TempDir static Path folder;
  private static PackagedServer server;

  private final String transports;

  JavaClientFeaturesTest(String transports) {
    this.transports = transports;
  }

  @BeforeAll
  static void start() throws IOException {
    server = PackagedServer.featureServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void is_told_once_what_goes_to_several_of_its_rooms_and_nothing_where_it_is_left_out()
      throws Exception {
    try (var ann = open("/features");
        var bob = open("/features")) {
      var red = "red " + transports;
      var blue = "blue " + transports;
      ann.ask("join", red);
      ann.ask("join", blue);
      bob.ask("join", red);

      bob.ask("send", how("to", rooms(red, blue), "own", true), 1);
      bob.ask("send", how("to", rooms(red, blue)), 2);
      bob.ask("send", how("to", rooms(red), "except", rooms(blue), "own", true), 3);
      bob.ask("send", how("to", rooms(red), "compress", false, "own", true), "end");

      assertThat(toldUntilEnd(ann)).containsExactly(1, 2, "end");
      assertThat(toldUntilEnd(bob)).containsExactly(1, 3, "end");
    }
  }

  @Test
  void gets_volatile_events_while_it_can_take_them() throws Exception {
    try (var ann = open("/features");
        var bob = open("/features")) {
      ann.ask("join", "cursors");
      for (int i = 0; !ann.hasNext("told") && i < 100; i++) {
        bob.ask("send", how("to", rooms("cursors"), "volatile", true), i);
      }
      assertThat(ann.next("told").getFirst()).isInstanceOf(Integer.class);
    }
  }

  @Test
  void is_put_into_rooms_taken_out_of_them_and_ended_from_elsewhere() throws Exception {
    try (var ann = open("/features");
        var bob = open("/features")) {
      var room = "moved " + transports;
      bob.ask("gather", ann.id(), room);
      bob.ask("gather", bob.id(), room);
      assertThat(roomsOf(ann)).containsExactlyInAnyOrder(ann.id(), room);

      bob.ask("part", bob.id(), room);
      assertThat(roomsOf(bob)).containsExactly(bob.id());

      bob.emit("end", room);
      assertThat(ann.next("disconnect")).containsExactly("io server disconnect");
      assertThat(roomsOf(bob)).containsExactly(bob.id());
    }
  }

  @Test
  void answers_in_time_or_is_not_waited_for() throws Exception {
    try (var ann = open("/features")) {
      assertThat(ann.ask("ask me", "who?")).containsExactly("no answer");
      ann.acknowledge("question");
      assertThat(ann.ask("ask me", "who?")).containsExactly("who?");
    }
  }

  @Test
  void meets_guards_of_events_and_those_who_listen_to_all() throws Exception {
    try (var ann = open("/features")) {
      ann.emit("forbidden", 1);
      assertThat(ann.next("refused")).containsExactly("forbidden", "not for you");
      assertThat(ann.ask("seen")).containsExactly(2);
    }
  }

  @Test
  void enters_namespaces_by_pattern_and_is_refused_others_with_data() throws Exception {
    try (var room = open("/room-7");
        var nowhere = start("/room-x", Map.of());
        var nobody = start("/recovery", Map.of())) {
      assertThat(room.connected()).isTrue();
      assertThat(nowhere.nextObject("connect_error").getString("message"))
          .isEqualTo("Invalid namespace");
      var refusal = nobody.nextObject("connect_error");
      assertThat(refusal.getString("message")).isEqualTo("say who you are");
      assertThat(refusal.getJSONArray("data").getString(0)).isEqualTo("user");
    }
  }

  @Test
  void answers_broadcasts() throws Exception {
    try (var ann = start("/recovery", Map.of("user", "ann"));
        var bob = start("/recovery", Map.of("user", "bob"))) {
      var room = "quiz " + transports;
      ann.ask("join", room);
      bob.ask("join", room);
      ann.acknowledge("question");

      var answer = bob.ask("ask", room);

      assertThat(((JSONArray) answer.get(0)).length()).isEqualTo(1);
      assertThat(answer.get(1)).isEqualTo(false);
    }
  }

  private JavaClient open(String namespace) throws Exception {
    var client = start(namespace, Map.of());
    client.next("connect");
    return client;
  }

  private JavaClient start(String namespace, Map<String, String> auth) {
    return JavaClient.open(URI.create(server.url() + namespace), auth, transports.split(","));
  }

  private static JSONObject how(Object... keysAndValues) {
    return object(keysAndValues);
  }

  private static JSONArray rooms(String... names) {
    return new JSONArray(List.of(names));
  }

  private static List<String> roomsOf(JavaClient client) throws JSONException {
    var array = (JSONArray) client.ask("rooms").getFirst();
    var rooms = new ArrayList<String>();
    for (int i = 0; i < array.length(); i++) {
      rooms.add(array.getString(i));
    }
    return rooms;
  }

  private static List<Object> toldUntilEnd(JavaClient client) throws Exception {
    var told = new ArrayList<Object>();
    do {
      told.add(client.next("told").getFirst());
    } while (!told.getLast().equals("end"));
    return told;
  }
}
