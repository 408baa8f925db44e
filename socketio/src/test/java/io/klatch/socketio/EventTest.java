package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.Reference;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EventTest {
  private static final String TWO_PLACEHOLDERS =
      "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";

  @Nested
  class An_event_of_the_client {
    private final TestServer server = Reference.start();
    private final WsClient client = WsClient.joined(server.port());

    An_event_of_the_client() {
      client.text(); // auth
    }

    @AfterEach
    void stop() {
      client.close();
      server.close();
    }

    @Test
    void carries_json_both_ways() {
      client.send("42[\"message\",1,\"2\",{\"3\":[true]}]");
      assertThat(client.text()).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true]}]");
    }

    @Test
    void carries_binary_attachments_both_ways() {
      client.send("452-[\"message\"," + TWO_PLACEHOLDERS + "]");
      client.send(new byte[] {1, 2, 3});
      client.send(new byte[] {4, 5, 6});
      assertThat(client.text()).isEqualTo("452-[\"message-back\"," + TWO_PLACEHOLDERS + "]");
      assertThat(client.binary()).containsExactly(1, 2, 3);
      assertThat(client.binary()).containsExactly(4, 5, 6);
    }

    @Test
    void carries_bytes_nested_in_other_things() {
      var nested = "{\"a\":[{\"b\":{\"_placeholder\":true,\"num\":0}}]}";
      client.send("451-[\"message\"," + nested + "]");
      client.send(new byte[] {7});
      assertThat(client.text()).isEqualTo("451-[\"message-back\"," + nested + "]");
      assertThat(client.binary()).containsExactly(7);
    }

    @Test
    void carries_bytes_over_polling() {
      try (var polling = PollingClient.open(server.port())) {
        polling.post("40");
        polling.packets(2);
        polling.post("452-[\"message\"," + TWO_PLACEHOLDERS + "]", "bAQID", "bBAUG");
        assertThat(polling.packets(3))
            .containsExactly("452-[\"message-back\"," + TWO_PLACEHOLDERS + "]", "bAQID", "bBAUG");
      }
    }

    @Test
    void may_want_an_acknowledgement() {
      client.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
      assertThat(client.text()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
    }

    @Test
    void may_want_an_acknowledgement_with_attachments() {
      client.send("452-789[\"message-with-ack\"," + TWO_PLACEHOLDERS + "]");
      client.send(new byte[] {1, 2, 3});
      client.send(new byte[] {4, 5, 6});
      assertThat(client.text()).isEqualTo("462-789[" + TWO_PLACEHOLDERS + "]");
      assertThat(client.binary()).containsExactly(1, 2, 3);
      assertThat(client.binary()).containsExactly(4, 5, 6);
    }

    @Test
    void that_wants_none_is_not_acknowledged() {
      client.send("42[\"message-with-ack\",1]");
      client.send("42[\"message\"]");
      assertThat(client.text()).isEqualTo("42[\"message-back\"]");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"42[\"unheard of\",1]", "42[7,1]", "42[\"error\"]", "42[\"__proto__\"]"})
    void that_nobody_listens_to_is_ignored(String packet) {
      client.send(packet);
      client.send("42[\"message\"]");
      assertThat(client.text()).isEqualTo("42[\"message-back\"]");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener"
        })
    void with_a_reserved_name_closes_the_connection(String name) {
      client.send("42[\"" + name + "\"]");
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4abc", "42{}", "42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]"})
    void of_no_valid_format_closes_the_connection(String packet) {
      client.send(packet);
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
    }
  }

  @Nested
  class An_event_of_the_server {
    private final LinkedBlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
    private final TestServer server =
        TestServer.sockets(sockets -> {
          sockets.of("/").onConnection(this.sockets::add);
          sockets.of("/custom").onConnection(this.sockets::add);
        });
    private final WsClient client = WsClient.joined(server.port());
    private final Socket socket = EchoHandler.next(sockets);

    @AfterEach
    void stop() {
      client.close();
      server.close();
    }

    private CompletableFuture<List<JsonNode>> ask(Object... args) {
      return socket.emitWithAck(Duration.ofSeconds(10), "ask", args);
    }

    @Test
    void may_want_an_acknowledgement() throws Exception {
      var answer = ask("how", 2);
      assertThat(client.text()).isEqualTo("420[\"ask\",\"how\",2]");
      client.send("430[\"well\",[1]]");
      assertThat(answer.get(10, TimeUnit.SECONDS).toString()).isEqualTo("[\"well\", [1]]");
    }

    @Test
    void is_acknowledged_by_its_own_id_in_any_order_and_once() throws Exception {
      var first = ask();
      var second = ask();
      assertThat(client.texts(2)).containsExactly("420[\"ask\"]", "421[\"ask\"]");
      client.send("431[\"second\"]");
      client.send("431[\"again\"]");
      client.send("4399[\"nobody asked\"]");
      client.send("430[\"first\"]");
      assertThat(first.get(10, TimeUnit.SECONDS).getFirst().stringValue()).isEqualTo("first");
      assertThat(second.get(10, TimeUnit.SECONDS).getFirst().stringValue()).isEqualTo("second");
    }

    @Test
    void is_acknowledged_in_its_own_namespace() throws Exception {
      client.join("/custom", "");
      var answer =
          EchoHandler.next(sockets).emitWithAck(Duration.ofSeconds(10), "ask", new byte[] {1});
      assertThat(client.text())
          .isEqualTo("451-/custom,0[\"ask\",{\"_placeholder\":true,\"num\":0}]");
      assertThat(client.binary()).containsExactly(1);
      var other = ask();
      client.text();
      client.send("430[\"main\"]");
      client.send("461-/custom,0[{\"_placeholder\":true,\"num\":0}]");
      client.send(new byte[] {9});
      assertThat(other.get(10, TimeUnit.SECONDS).getFirst().stringValue()).isEqualTo("main");
      assertThat(answer.get(10, TimeUnit.SECONDS).getFirst().binaryValue()).containsExactly(9);
    }

    @Test
    void that_is_not_acknowledged_in_time_fails() {
      var answer = socket.emitWithAck(Duration.ofMillis(50), "ask");
      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TimeoutException.class);
      client.send("430[\"too late\"]"); // Ignored.
      var next = ask();
      assertThat(client.texts(2)).containsExactly("420[\"ask\"]", "421[\"ask\"]");
      client.send("431[]");
      assertThat(next.join()).isEmpty();
    }

    @Test
    void that_is_not_acknowledged_before_the_end_is_cancelled() {
      var answer = ask();
      client.close();
      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .isInstanceOf(CancellationException.class);
      assertThat(ask()).as("after the end").isCancelled();
    }

    @Test
    void carries_bytes_wherever_they_are() {
      record Picture(String name, byte[] bytes) {}
      socket.emit("picture", new Picture("p", new byte[] {1}), List.of(new byte[] {2}));
      assertThat(client.text())
          .isEqualTo(
              "452-[\"picture\",{\"name\":\"p\",\"bytes\":{\"_placeholder\":true,\"num\":0}},"
                  + "[{\"_placeholder\":true,\"num\":1}]]");
      assertThat(client.binary()).containsExactly(1);
      assertThat(client.binary()).containsExactly(2);
    }

    @Test
    void that_cannot_be_json_is_the_caller_s_fault_and_nothing_is_sent() {
      var self = new Object[1];
      self[0] = self;
      assertThatThrownBy(() -> socket.emit("e", (Object) self))
          .isInstanceOf(IllegalArgumentException.class);
      socket.emit("fine");
      assertThat(client.text()).isEqualTo("42[\"fine\"]");
    }
  }

  @Nested
  class A_listener {
    @Test
    void of_the_socket_comes_before_the_namespace_s_and_that_before_the_one_for_others() {
      try (var server =
              TestServer.sockets(sockets ->
                  sockets
                      .of("/")
                      .onConnection(socket -> socket.on("a", (s, _) -> s.emit("own")))
                      .on("a", (s, _) -> s.emit("shared a"))
                      .on("b", (s, _) -> s.emit("shared b"))
                      .onOther((s, event) -> s.emit("other " + event.name())));
          var client = WsClient.joined(server.port())) {
        client.send("42[\"a\"]");
        client.send("42[\"b\"]");
        client.send("42[\"c\"]");
        assertThat(client.texts(3))
            .containsExactly("42[\"own\"]", "42[\"shared b\"]", "42[\"other c\"]");
      }
    }

    @Test
    void may_answer_late_from_any_thread_but_only_once() {
      var events = new LinkedBlockingQueue<Event>();
      try (var server =
              TestServer.sockets(sockets -> sockets.of("/").on("q", (_, e) -> events.add(e)));
          var client = WsClient.joined(server.port())) {
        client.send("421[\"q\"]");
        client.send("422[\"q\"]");
        var first = EchoHandler.next(events);
        var second = EchoHandler.next(events);
        assertThat(first.wantsReply()).isTrue();
        second.reply("b");
        first.reply("a");
        first.reply("again");
        second.reply();
        assertThat(client.texts(2)).containsExactly("432[\"b\"]", "431[\"a\"]");
      }
    }
  }
}
