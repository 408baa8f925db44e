package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTest {
  private final LinkedBlockingQueue<String> claims = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Socket> recovering = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Socket> connected = new LinkedBlockingQueue<>();

  private TestServer start(Recovery recovery) {
    return TestServer.sockets(
        sockets -> sockets.of("/").recovery(recovery).onConnection(connected::add));
  }

  @Nested
  class A_claim {
    private final Recovery noting =
        (_, _, claim) -> {
          claims.add(claim == null ? "none" : claim.pid() + " " + claim.offset());
          return new Recovery.Answer("p", List.of());
        };

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            ''                                  | none
            {}                                  | none
            {"token":"t"}                       | none
            {"pid":"a","offset":"o"}            | a o
            {"pid":"a","offset":"o","token":1}  | a o
            {"pid":"a"}                         | a null
            {"pid":"a","offset":7}              | a null
            {"pid":"a","offset":{}}             | a null
            {"pid":{"x":1},"offset":"o"}        | none
            {"pid":7}                           | none
            {"pid":null}                        | none
            {"offset":"o"}                      | none
            """)
    void is_what_the_client_says_if_it_is_of_the_right_type(String auth, String claim) {
      try (var server = start(noting);
          var client = WsClient.open(server.port())) {
        assertThat(client.join("/", auth)).matches("40\\{\"sid\":\"[^\"]+\",\"pid\":\"p\"}");
        assertThat(EchoHandler.next(claims)).isEqualTo(claim);
      }
    }
  }

  @Test
  void what_was_missed_follows_the_confirmation() {
    Recovery recovery =
        (socket, _, claim) ->
            new Recovery.Answer(
                claim == null ? "new" : claim.pid(),
                List.of(
                    socket.namespace().encode("missed", 1, "o1"),
                    socket.namespace().encode("missed", new byte[] {2}, "o2")));
    try (var server = start(recovery);
        var client = WsClient.open(server.port())) {
      client.send("40{\"pid\":\"mine\",\"offset\":\"o0\"}");
      assertThat(client.text()).matches("40\\{\"sid\":\"[^\"]+\",\"pid\":\"mine\"}");
      assertThat(client.text()).isEqualTo("42[\"missed\",1,\"o1\"]");
      assertThat(client.text())
          .isEqualTo("451-[\"missed\",{\"_placeholder\":true,\"num\":0},\"o2\"]");
      assertThat(client.binary()).containsExactly(2);
    }
  }

  @Nested
  class While_a_recovery_takes_its_time {
    private final CountDownLatch release = new CountDownLatch(1);

    private Recovery.Answer slowly(Socket socket) {
      socket.join("room");
      recovering.add(socket);
      Await.latch(release);
      return new Recovery.Answer("p", List.of(socket.namespace().encode("missed")));
    }

    @Test
    void what_is_emitted_is_held_and_follows_the_confirmation_in_order() {
      try (var server = start((socket, _, _) -> slowly(socket));
          var client = WsClient.open(server.port())) {
        client.send("40");
        var socket = EchoHandler.next(recovering);
        socket.emit("held", 1);
        socket.namespace().to("room").emit("held", 2);
        socket.namespace().to("room", "other").emit("held", 3);
        var answer = socket.emitWithAck(Duration.ofSeconds(10), "held", 4);
        socket.emit("held", new byte[] {5});
        assertThat(connected).isEmpty();
        release.countDown();
        assertThat(client.text()).startsWith("40{");
        assertThat(client.text()).isEqualTo("42[\"missed\"]");
        assertThat(client.texts(5))
            .containsExactly(
                "42[\"held\",1]",
                "42[\"held\",2]",
                "42[\"held\",3]",
                "420[\"held\",4]",
                "451-[\"held\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(client.binary()).containsExactly(5);
        client.send("430[\"yes\"]");
        assertThat(answer.join().toString()).isEqualTo("[\"yes\"]");
        EchoHandler.next(connected).emit("after");
        assertThat(client.text()).isEqualTo("42[\"after\"]");
      }
    }

    @Test
    void what_the_client_sends_waits_its_turn() {
      var heard = new LinkedBlockingQueue<String>();
      Recovery recovery = (socket, _, _) -> slowly(socket);
      try (var server =
              TestServer.sockets(sockets ->
                  sockets.of("/").recovery(recovery).onOther((_, e) -> heard.add(e.name())));
          var client = WsClient.open(server.port())) {
        client.send("40");
        client.send("42[\"early\"]");
        EchoHandler.next(recovering);
        assertThat(heard).isEmpty();
        release.countDown();
        assertThat(EchoHandler.next(heard)).isEqualTo("early");
      }
    }

    @Test
    void a_client_that_breaks_off_leaves_nothing_behind_and_is_never_announced() {
      try (var server = start((socket, _, _) -> slowly(socket))) {
        Namespace namespace;
        try (var client = WsClient.open(server.port())) {
          client.send("40");
          namespace = EchoHandler.next(recovering).namespace();
        }
        Await.until("no session", () -> server.engine().sessionCount() == 0);
        release.countDown();
        Await.until("no room", () -> namespace.roomCount() == 0);
        Await.until("no socket", () -> namespace.sockets().isEmpty());
      }
    }
  }

  @Test
  void emitting_from_all_sides_while_clients_connect_loses_nothing_and_keeps_the_order() {
    int clients = 5;
    int events = 500;
    Recovery recovery =
        (socket, _, _) -> {
          socket.join("room");
          recovering.add(socket);
          return new Recovery.Answer("p", List.of());
        };
    try (var server = start(recovery)) {
      for (int c = 0; c < clients; c++) {
        try (var client = WsClient.open(server.port())) {
          client.send("40");
          var socket = EchoHandler.next(recovering);
          for (int i = 0; i < events; i++) {
            socket.namespace().to("room").emit("n", i);
          }
          assertThat(client.text()).startsWith("40{");
          var expected = new ArrayList<String>();
          for (int i = 0; i < events; i++) {
            expected.add("42[\"n\"," + i + "]");
          }
          assertThat(client.texts(events)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void a_namespace_without_recovery_gives_no_pid() {
    try (var server = TestServer.sockets(sockets -> sockets.of("/"));
        var client = PollingClient.open(server.port())) {
      client.post("40{\"pid\":\"forged\",\"offset\":\"o\"}");
      assertThat(client.packets()).singleElement().asString().doesNotContain("pid");
    }
  }
}
