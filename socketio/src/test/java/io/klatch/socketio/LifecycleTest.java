package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final int WEB_SOCKETS = 1_500;
  private static final int POLLERS = 500;

  private final AtomicReference<Namespace> namespace = new AtomicReference<>();
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger disconnected = new AtomicInteger();

  private TestServer start() {
    return TestServer.sockets(sockets ->
        namespace.set(
            sockets
                .of("/")
                .onConnection(socket -> {
                  connected.incrementAndGet();
                  socket.join("everybody");
                  socket.join("room " + connected.get() % 7);
                  socket.emit("welcome");
                })
                .onDisconnect((_, _) -> disconnected.incrementAndGet())
                .on("leave", (socket, _) -> socket.leave("everybody"))
                .on("kick", (socket, _) -> socket.disconnect(true))));
  }

  /// Connects, joins rooms, and goes in one of five ways.
  private static void visit(int port, int how) {
    try (var client = WsClient.open(port)) {
      client.send("40");
      client.texts(2);
      switch (how) {
        case 0 -> client.send("41");
        case 1 -> client.send("1");
        case 2 -> client.send("42[\"kick\"]");
        case 3 -> client.send("42[\"leave\"]");
        default -> {}
      }
    }
  }

  @Test
  void two_thousand_clients_that_come_and_go_leave_nothing_behind() {
    try (var server = start()) {
      for (int i = 0; i < WEB_SOCKETS; i++) {
        visit(server.port(), i % 5);
      }
      try (var wire = HttpWire.connect(server.port())) {
        for (int i = 0; i < POLLERS; i++) {
          var open = wire.get("/socket.io/?EIO=4&transport=polling").body();
          var target = "/socket.io/?EIO=4&transport=polling&sid=" + PollingClient.sidOf(open);
          wire.post(target, "40");
          wire.get(target);
          wire.post(target, i % 2 == 0 ? "41\u001e1" : "1");
        }
      }
      Await.until("no session", () -> server.engine().sessionCount() == 0);
      Await.until("all told", () -> disconnected.get() == WEB_SOCKETS + POLLERS);
      assertThat(connected.get()).isEqualTo(WEB_SOCKETS + POLLERS);
      assertThat(namespace.get().roomCount()).isZero();
      assertThat(namespace.get().sockets()).isEmpty();
    }
  }
}
