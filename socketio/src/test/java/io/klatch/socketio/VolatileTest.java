package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VolatileTest {
  private static final String LOST = "42[\"lost\"]";

  private final LinkedBlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
  private final TestServer server =
      TestServer.sockets(application ->
          application
              .of("/")
              .use((socket, _) -> {
                socket.asVolatile().emit("lost");
                socket.emit("kept");
                return new ConnectDecision.Allow();
              })
              .onConnection(sockets::add));

  @AfterEach
  void stop() {
    server.close();
  }

  /// Emits until the client has something to read, which must then be the event.
  private static void assertArrives(Socket socket, Supplier<String> client) {
    var text = CompletableFuture.supplyAsync(client);
    Await.until(
        "a volatile event got through",
        () -> {
          socket.asVolatile().emit("quick");
          return text.isDone();
        });
    assertThat(text.join()).isEqualTo("42[\"quick\"]");
  }

  @Test
  void an_event_is_lost_while_the_client_is_connecting() {
    try (var client = WsClient.joined(server.port())) {
      assertThat(client.text()).isEqualTo("42[\"kept\"]");
    }
  }

  @Test
  void an_event_is_lost_while_nobody_polls() {
    try (var client = PollingClient.open(server.port())) {
      client.post("40");
      client.packets(2);
      var socket = EchoHandler.next(sockets);
      socket.asVolatile().emit("lost");
      socket.namespace().asVolatile().emit("lost");
      socket.emit("kept");
      assertThat(client.packets()).containsExactly("42[\"kept\"]");
    }
  }

  @Test
  void an_event_answers_a_poll_that_waits() {
    try (var client = PollingClient.open(server.port())) {
      client.post("40");
      client.packets(2);
      var socket = EchoHandler.next(sockets);
      client.startPoll();
      assertArrives(socket, () -> String.join(" ", PollingClient.packetsOf(client.finishPoll())));
    }
  }

  @Test
  void an_event_goes_over_a_webSocket_that_is_idle() {
    try (var client = WsClient.joined(server.port())) {
      client.text();
      assertArrives(EchoHandler.next(sockets), client::text);
    }
  }

  @Test
  void an_event_is_lost_while_a_webSocket_has_something_to_send() {
    try (var client = WsClient.openNarrow(server.port())) {
      client.join("/", "");
      client.text();
      var socket = EchoHandler.next(sockets);
      var large = "x".repeat(100_000);
      for (int i = 0; i < 70; i++) {
        socket.emit("large", large);
      }
      socket.asVolatile().emit("lost");
      socket.namespace().asVolatile().compress(false).emit("lost");
      socket.emit("end");
      for (var text = client.text(); !text.equals("42[\"end\"]"); text = client.text()) {
        assertThat(text).isNotEqualTo(LOST);
      }
    }
  }
}
