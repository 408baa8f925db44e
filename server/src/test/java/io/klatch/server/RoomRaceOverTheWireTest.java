package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A room of fifty, and more than twice as many who come at once: over HTTP, Socket.IO and
/// `/ws/rooms`, some of whom die before they have an answer and some after. In full, with
/// `-Drooms.race.full=true`, they are 501 in each of 20 rounds.
class RoomRaceOverTheWireTest {
  private static final boolean FULL = Boolean.getBoolean("rooms.race.full");
  private static final int OF_EACH = FULL ? 167 : 40;
  private static final int ROUNDS = FULL ? 20 : 2;
  private static final int SEATS = 50;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private RoomClient server;
  private String root;

  @BeforeEach
  void start() throws Exception {
    server = new RoomClient(folder, Map.of("rooms.seat-grace", "6s"));
    root = server.token("root", "admin");
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  @Test
  @Tag("R4")
  void there_are_never_more_than_fifty_and_in_the_end_all_seats_are_free() throws Exception {
    try (var watcher = new PlainWire(http, server.port(), "/ws/rooms?token=" + root)) {
      watcher.ask("{\"action\":\"JOIN_ROOM\",\"roomId\":1}", "ROOM_STATUS");
      for (var round = 0; round < ROUNDS; round++) {
        everybodyComes(round);
        untilEmpty();
      }
      readWhatWasTold(watcher);
    }
  }

  private void everybodyComes(int round) throws Exception {
    var comers = new ArrayList<Callable<Boolean>>();
    for (var i = 0; i < OF_EACH; i++) {
      var number = i;
      comers.add(() -> byHttp("h%d-%d".formatted(round, number)));
      comers.add(() -> bySocketIo("s%d-%d".formatted(round, number), number));
      comers.add(() -> byPlainSocket("p%d-%d".formatted(round, number), number));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : threads.invokeAll(comers)) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  /// Comes and is never heard of again, or leaves.
  private boolean byHttp(String user) throws Exception {
    var token = server.token(user);
    var joined = server.post(token, "/api/rooms/1/join", "{\"asPublisher\":true}");
    if (user.endsWith("0")) {
      server.post(token, "/api/rooms/1/leave", "");
    }
    return joined.get("ok").booleanValue() || joined.get("code").stringValue().equals("room_full");
  }

  private boolean bySocketIo(String user, int number) throws Exception {
    var socket = new PlainWire(http, server.port(), "/socket.io/?EIO=4&transport=websocket");
    socket.send("40{\"token\":\"" + server.token(user) + "\"}");
    while (!socket.take().contains("session:ready")) {
      // What comes before it does not matter.
    }
    socket.send("420[\"room:join\",{\"room_id\":1}]");
    if (number % 4 != 0) {
      var answer = socket.take();
      while (!answer.startsWith("430")) {
        answer = socket.take();
      }
      assertThat(answer).containsAnyOf("\"ok\":true", "room_full");
    }
    socket.drop();
    return true;
  }

  private boolean byPlainSocket(String user, int number) throws Exception {
    var socket = new PlainWire(http, server.port(), "/ws/rooms?token=" + server.token(user));
    socket.send("{\"action\":\"JOIN_ROOM\",\"roomId\":1,\"join\":true}");
    if (number % 4 != 0) {
      var answer = RoomClient.json(socket.take());
      while (!List.of("ROOM_STATUS", "ERROR").contains(answer.get("type").stringValue())) {
        answer = RoomClient.json(socket.take());
      }
      assertThat(answer.toString()).containsAnyOf("ROOM_STATUS", "ROOM_FULL");
    }
    socket.drop();
    return true;
  }

  private void untilEmpty() throws Exception {
    var end = System.nanoTime() + 60_000_000_000L;
    var now = participants();
    while (now != 0) {
      assertThat(now).isBetween(0, SEATS);
      assertThat(System.nanoTime()).as("all seats come back, taken: " + now).isLessThan(end);
      LockSupport.parkNanos(50_000_000);
      now = participants();
    }
  }

  private int participants() throws Exception {
    return server.get(root, "/v1/rooms/1").get("current_participants").intValue();
  }

  /// One more or one less at a time, never out of order, never out of bounds, and as many gone as
  /// came.
  private void readWhatWasTold(PlainWire watcher) throws Exception {
    var peak = server.get(root, "/v1/rooms/1").get("peak_participants").intValue();
    assertThat(peak).as("it was full once").isEqualTo(SEATS);
    watcher.send("{\"action\":\"PING\"}");
    var before = 0;
    for (var frame = next(watcher); !isPong(frame); frame = next(watcher)) {
      var now = frame.get("currentParticipants").intValue();
      var step =
          switch (frame.get("event").stringValue()) {
            case "USER_JOINED" -> 1;
            case "USER_LEFT" -> -1;
            default -> 0;
          };
      assertThat(now).as(frame.toString()).isEqualTo(before + step).isBetween(0, SEATS);
      before = now;
    }
    assertThat(before).isZero();
  }

  private static JsonNode next(PlainWire watcher) {
    return RoomClient.json(watcher.take());
  }

  private static boolean isPong(JsonNode frame) {
    return frame.get("type").stringValue().equals("PONG");
  }
}
