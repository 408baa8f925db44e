package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InMemoryRecoveryTest {
  private static final Duration AGE_MAX = Duration.ofMinutes(2);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final LinkedBlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private final InMemoryRecovery recovery =
      new InMemoryRecovery(
          new RecoveryBounds(20_000, AGE_MAX, 3),
          socket -> socket.attachment(String.class),
          now::get,
          new Random(7));
  private final TestServer server =
      TestServer.sockets(application ->
          application
              .of("/")
              .use((socket, auth) -> {
                if (auth.path("token").asString("").equals("expired")) {
                  return new ConnectDecision.Refuse("expired", null);
                }
                socket.attach(auth.path("user").asString("nobody"));
                return new ConnectDecision.Allow();
              })
              .recovery(recovery)
              .onConnection(sockets::add)
              .onDisconnect((_, reason) -> ended.add(reason.wireName())));

  @AfterEach
  void stop() {
    server.close();
  }

  /// A connected client, and what it was told.
  private record Seat(WsClient client, Socket socket, String sid, String pid) {}

  private Seat sit(String auth) {
    var client = WsClient.open(server.port());
    var answer = client.join("/", auth);
    return new Seat(client, EchoHandler.next(sockets), field(answer, "sid"), field(answer, "pid"));
  }

  private static String field(String answer, String name) {
    var match = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(answer);
    assertThat(match.find()).as(answer).isTrue();
    return match.group(1);
  }

  private static String claim(String pid, String offset) {
    return "{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
  }

  private void breakOff(Seat seat) {
    seat.client.close();
    assertThat(EchoHandler.next(ended)).isEqualTo("transport close");
    Await.until("gone", () -> !seat.socket.isConnected());
  }

  private Namespace namespace(Seat seat) {
    return seat.socket.namespace();
  }

  private void assertRecovered(Seat before, Seat after) {
    assertThat(after.pid).isEqualTo(before.pid);
    assertThat(after.sid).isEqualTo(before.sid).isEqualTo(after.socket.id());
    assertThat(after.socket.isRecovered()).isTrue();
  }

  private void assertFresh(Seat before, Seat after) {
    assertThat(after.pid).isNotEqualTo(before.pid);
    assertThat(after.sid).isNotEqualTo(before.sid);
    assertThat(after.socket.isRecovered()).isFalse();
    after.socket.emit("end");
    assertThat(after.client.text()).startsWith("42[\"end\",");
  }

  @Nested
  class An_event {
    @Test
    void ends_with_its_offset_whoever_it_goes_to() {
      var seat = sit("");
      seat.socket.join("a");
      seat.socket.emit("one", 1);
      namespace(seat).emit("all");
      namespace(seat).to("a").emit("room", "x");
      assertThat(seat.client.texts(3))
          .containsExactly("42[\"one\",1,\"1\"]", "42[\"all\",\"2\"]", "42[\"room\",\"x\",\"3\"]");
      seat.client.close();
    }

    @Test
    void that_wants_an_acknowledgement_has_none() {
      var seat = sit("");
      var _ = seat.socket.emitWithAck(Duration.ofSeconds(10), "q");
      var _ = namespace(seat).emitWithAck("all");
      assertThat(seat.client.texts(2)).containsExactly("420[\"q\"]", "421[\"all\"]");
      seat.client.close();
    }

    @Test
    void that_is_volatile_carries_the_position_and_is_not_kept() {
      var seat = sit("");
      seat.socket.emit("kept");
      assertThat(seat.client.text()).isEqualTo("42[\"kept\",\"1\"]");
      var text = CompletableFuture.supplyAsync(seat.client::text);
      Await.until(
          "a volatile event got through",
          () -> {
            namespace(seat).asVolatile().emit("light", "ends in a string");
            return text.isDone();
          });
      assertThat(text.join()).isEqualTo("42[\"light\",\"ends in a string\",\"1\"]");
      breakOff(seat);
      namespace(seat).emit("missed");
      var back = sit(claim(seat.pid, "1"));
      assertRecovered(seat, back);
      assertThat(back.client.text()).isEqualTo("42[\"missed\",\"2\"]");
      back.client.close();
    }
  }

  @Nested
  class A_client_that_comes_back {
    @Test
    void gets_its_id_rooms_data_and_what_it_missed_behind_the_confirmation() {
      var seat = sit("");
      seat.socket.join("a");
      seat.socket.data().put("k", "v");
      seat.socket.emit("got");
      seat.client.text();
      breakOff(seat);
      namespace(seat).emit("all", 1);
      namespace(seat).to("a").emit("room");
      namespace(seat).to("b").emit("not for it");
      namespace(seat).except("a").emit("not for it");
      namespace(seat).to(seat.sid).emit("alone", new byte[] {7});
      var back = sit(claim(seat.pid, "1"));
      assertRecovered(seat, back);
      assertThat(back.client.texts(3))
          .containsExactly(
              "42[\"all\",1,\"2\"]",
              "42[\"room\",\"3\"]",
              "451-[\"alone\",{\"_placeholder\":true,\"num\":0},\"6\"]");
      assertThat(back.client.binary()).containsExactly(7);
      assertThat(back.socket.rooms()).containsExactlyInAnyOrder(seat.sid, "a");
      assertThat(back.socket.data()).containsEntry("k", "v");
      namespace(back).to("a").emit("live");
      assertThat(back.client.text()).isEqualTo("42[\"live\",\"7\"]");
      back.client.close();
    }

    @Test
    void over_polling_gets_the_same() {
      var seat = sit("");
      breakOff(seat);
      namespace(seat).emit("missed");
      try (var polling = PollingClient.open(server.port())) {
        polling.post("40{\"pid\":\"" + seat.pid + "\"}");
        assertThat(polling.packets(2))
            .containsExactly(
                "40{\"sid\":\"" + seat.sid + "\",\"pid\":\"" + seat.pid + "\"}",
                "42[\"missed\",\"1\"]");
      }
    }

    @Test
    void needs_no_offset_where_it_has_got_nothing_yet() {
      namespaceBefore();
      var seat = sit("");
      breakOff(seat);
      namespace(seat).emit("missed");
      var back = sit("{\"pid\":\"" + seat.pid + "\"}");
      assertRecovered(seat, back);
      assertThat(back.client.text()).isEqualTo("42[\"missed\",\"2\"]");
      back.client.close();
    }

    private void namespaceBefore() {
      var other = sit("");
      namespace(other).emit("before its time");
      other.client.close();
      assertThat(EchoHandler.next(ended)).isEqualTo("transport close");
    }

    @Test
    void may_do_so_again_and_again() {
      var seat = sit("");
      for (int i = 1; i <= 3; i++) {
        breakOff(seat);
        namespace(seat).emit("n", i);
        var back = sit(claim(seat.pid, String.valueOf(i - 1)));
        assertRecovered(seat, back);
        assertThat(back.client.text()).isEqualTo("42[\"n\"," + i + ",\"" + i + "\"]");
        seat = back;
      }
      seat.client.close();
    }

    @Test
    void takes_over_a_connection_that_is_not_known_to_be_dead() {
      var seat = sit("");
      seat.socket.join("a");
      namespace(seat).emit("lost on the way");
      var back = sit("{\"pid\":\"" + seat.pid + "\"}");
      assertRecovered(seat, back);
      assertThat(back.client.text()).startsWith("42[\"lost on the way\"");
      assertThat(EchoHandler.next(ended)).isEqualTo("forced close");
      namespace(back).to("a").emit("once");
      assertThat(back.client.text()).isEqualTo("42[\"once\",\"2\"]");
      assertThat(namespace(back).sockets()).containsExactly(back.socket);
      seat.client.close();
      back.client.close();
    }

    @Test
    void with_an_old_offset_is_recovered_if_nothing_newer_was_for_it() {
      var seat = sit("");
      seat.socket.emit("got");
      seat.client.text();
      for (int i = 0; i < 200; i++) {
        namespace(seat).to("others").emit("n", "x".repeat(100));
      }
      breakOff(seat);
      namespace(seat).emit("missed");
      var back = sit(claim(seat.pid, "1"));
      assertRecovered(seat, back);
      assertThat(back.client.text()).startsWith("42[\"missed\"");
      back.client.close();
    }
  }

  @Nested
  class A_new_session_begins {
    @Test
    void with_a_pid_that_there_never_was() {
      var seat = sit(claim("forged", "1"));
      assertThat(seat.pid).isNotEqualTo("forged");
      seat.client.close();
    }

    @Test
    void with_a_pid_of_somebody_else_who_keeps_it() {
      var seat = sit("{\"user\":\"ann\"}");
      breakOff(seat);
      var thief = sit("{\"user\":\"bob\",\"pid\":\"" + seat.pid + "\"}");
      assertFresh(seat, thief);
      var back = sit("{\"user\":\"ann\",\"pid\":\"" + seat.pid + "\"}");
      assertRecovered(seat, back);
      thief.client.close();
      back.client.close();
    }

    @Test
    void not_at_all_where_the_guard_refuses() {
      var seat = sit("");
      breakOff(seat);
      try (var client = WsClient.open(server.port())) {
        assertThat(client.join("/", "{\"token\":\"expired\",\"pid\":\"" + seat.pid + "\"}"))
            .isEqualTo("44{\"message\":\"expired\"}");
      }
      assertRecovered(seat, sit("{\"pid\":\"" + seat.pid + "\"}"));
    }

    @Test
    void with_an_offset_that_there_never_was() {
      for (var offset : List.of("zzz", "", "-1", "!", "99999999999999999999")) {
        var seat = sit("");
        seat.socket.emit("sent");
        seat.client.text();
        breakOff(seat);
        assertFresh(seat, sit(claim(seat.pid, offset)));
      }
    }

    @Test
    void where_what_was_missed_is_too_much_to_be_kept() {
      var seat = sit("");
      breakOff(seat);
      for (int i = 0; i < 200; i++) {
        namespace(seat).emit("n", "x".repeat(100));
      }
      assertFresh(seat, sit("{\"pid\":\"" + seat.pid + "\"}"));
    }

    @Test
    void where_the_client_was_away_too_long() {
      var seat = sit("");
      breakOff(seat);
      now.set(now.get().plus(AGE_MAX).plusMillis(1));
      assertFresh(seat, sit("{\"pid\":\"" + seat.pid + "\"}"));
    }

    @Test
    void where_the_client_had_taken_its_leave_or_was_sent_away() {
      var seat = sit("");
      seat.client.send("41");
      assertThat(EchoHandler.next(ended)).isEqualTo("client namespace disconnect");
      assertFresh(seat, sit("{\"pid\":\"" + seat.pid + "\"}"));
      var kicked = sit("");
      kicked.socket.disconnect(true);
      assertThat(EchoHandler.next(ended)).isEqualTo("server namespace disconnect");
      assertFresh(kicked, sit("{\"pid\":\"" + kicked.pid + "\"}"));
    }

    @Test
    void where_too_many_have_left_since() {
      var first = sit("");
      breakOff(first);
      for (int i = 0; i < 3; i++) {
        breakOff(sit(""));
      }
      assertThat(recovery.size()).isEqualTo(3);
      assertFresh(first, sit("{\"pid\":\"" + first.pid + "\"}"));
    }
  }

  @Test
  void a_pid_claimed_by_many_at_once_has_one_socket() {
    var seat = sit("");
    breakOff(seat);
    var claims = new ArrayList<CompletableFuture<WsClient>>();
    for (int i = 0; i < 4; i++) {
      claims.add(
          CompletableFuture.supplyAsync(() -> {
            var client = WsClient.open(server.port());
            client.join("/", "{\"pid\":\"" + seat.pid + "\"}");
            return client;
          }));
    }
    claims.forEach(CompletableFuture::join);
    Await.until("one is left", () -> server.engine().sessionCount() == 1);
    assertThat(namespace(seat).sockets()).hasSize(1);
    claims.forEach(it -> it.join().close());
  }

  @Test
  void emitting_from_many_threads_while_a_client_comes_and_goes_loses_and_repeats_nothing() {
    var seat = sit("");
    int threads = 3;
    int each = 20;
    var senders = new ArrayList<CompletableFuture<Void>>();
    var namespace = namespace(seat);
    for (int t = 0; t < threads; t++) {
      senders.add(
          CompletableFuture.runAsync(
              () -> IntStream.range(0, each).forEach(i -> namespace.emit("n", i))));
    }
    var offsets = new ArrayList<Integer>();
    while (offsets.size() < threads * each) {
      int batch = Math.min(5, threads * each - offsets.size());
      for (var text : seat.client.texts(batch)) {
        var offset = text.substring(text.lastIndexOf(',') + 2, text.length() - 2);
        offsets.add(Integer.parseInt(offset, Character.MAX_RADIX));
      }
      seat.client.close();
      seat = sit(claim(seat.pid, Integer.toString(offsets.getLast(), Character.MAX_RADIX)));
    }
    senders.forEach(CompletableFuture::join);
    assertThat(offsets).isEqualTo(IntStream.rangeClosed(1, threads * each).boxed().toList());
    seat.client.close();
  }
}
