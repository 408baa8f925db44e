package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// A client that moves from polling to a WebSocket in the middle of a stream.
class UpgradeOrderTest {
  private static final int EVENTS = 10_000;

  private static List<String> expected(int events) {
    return IntStream.range(0, events).mapToObj(i -> "42[\"n\"," + i + "]").toList();
  }

  /// What a stock client does: it lets the waiting poll come back before it says `5`.
  private static WsClient upgrade(PollingClient client, List<String> received) {
    client.startPoll();
    var webSocket = client.webSocket();
    webSocket.send("2probe");
    assertThat(webSocket.text()).isEqualTo("3probe");
    for (var packet : PollingClient.packetsOf(client.finishPoll())) {
      if (!packet.equals("6")) {
        received.add(packet);
      }
    }
    webSocket.send("5");
    return webSocket;
  }

  @Test
  void loses_doubles_and_reorders_none_of_the_server_s_events() {
    var sockets = new LinkedBlockingQueue<Socket>();
    var underWay = new CountDownLatch(1);
    try (var server =
            TestServer.sockets(application -> application.of("/").onConnection(sockets::add));
        var client = PollingClient.open(server.port())) {
      client.post("40");
      client.get();
      var socket = EchoHandler.next(sockets);
      var emitter =
          Thread.startVirtualThread(() -> {
            for (int i = 0; i < EVENTS; i++) {
              if (i == EVENTS / 10) {
                Await.latch(underWay); // So that the upgrade happens in mid-stream.
              }
              socket.emit("n", i);
            }
          });
      var received = new ArrayList<String>();
      while (received.size() < EVENTS / 10) {
        received.addAll(client.packets());
      }
      underWay.countDown();
      try (var webSocket = upgrade(client, received)) {
        received.addAll(webSocket.texts(EVENTS - received.size()));
        assertThat(received).isEqualTo(expected(EVENTS));
        socket.emit("end");
        assertThat(webSocket.text()).isEqualTo("42[\"end\"]");
      }
      Await.until("all emitted", () -> !emitter.isAlive());
    }
  }

  @RepeatedTest(10)
  void loses_nothing_when_upgrade_and_broadcasts_race() {
    int events = 300;
    var sockets = new LinkedBlockingQueue<Socket>();
    try (var server =
            TestServer.sockets(application -> application.of("/").onConnection(sockets::add));
        var client = PollingClient.open(server.port())) {
      client.post("40");
      client.get();
      var namespace = EchoHandler.next(sockets).namespace();
      var emitter =
          Thread.startVirtualThread(
              () -> IntStream.range(0, events).forEach(i -> namespace.emit("n", i)));
      var received = new ArrayList<String>();
      try (var webSocket = upgrade(client, received)) {
        received.addAll(webSocket.texts(events - received.size()));
        assertThat(received).isEqualTo(expected(events));
      }
      Await.until("all emitted", () -> !emitter.isAlive());
    }
  }

  @Test
  void loses_doubles_and_reorders_none_of_the_client_s_events() {
    var heard = Collections.synchronizedList(new ArrayList<Integer>());
    var done = new CountDownLatch(1);
    try (var server =
            TestServer.sockets(application ->
                application
                    .of("/")
                    .on("n", (_, event) -> heard.add(event.args().getFirst().intValue()))
                    .on("end", (_, _) -> done.countDown()));
        var client = PollingClient.open(server.port())) {
      client.post("40");
      client.get();
      var events = expected(EVENTS);
      for (int i = 0; i < EVENTS / 2; i += 100) {
        var answer = client.post(events.subList(i, i + 100).toArray(String[]::new));
        assertThat(answer.body()).isEqualTo("ok");
      }
      try (var webSocket = client.upgrade()) {
        events.subList(EVENTS / 2, EVENTS).forEach(webSocket::send);
        webSocket.send("42[\"end\"]");
        Await.latch(done);
      }
      assertThat(heard).isEqualTo(IntStream.range(0, EVENTS).boxed().toList());
    }
  }
}
