package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.engine.Limit;
import io.klatch.socketio.packet.MalformedPacketException.Kind;
import io.klatch.socketio.packet.PacketLimits;
import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.Reference;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A packet that announces attachments and leaves the server waiting for them.
class AttachmentTimeoutTest {
  private static final Duration LIMIT = Duration.ofMillis(400);
  private static final byte[] BYTES = {1};
  private static final String TWO =
      "452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";

  private final TestServer server =
      TestServer.sockets(
          new SocketServerConfig(
              EngineConfig.defaults(),
              Duration.ofSeconds(45),
              PacketLimits.defaults(),
              new ConnectionLimits(32, 100, LIMIT),
              Parser.JSON),
          Reference::install);

  @AfterEach
  void stop() {
    server.close();
  }

  private WsClient joined() {
    var client = WsClient.joined(server.port());
    client.text();
    return client;
  }

  private long counted() {
    return server.engine().limitCounts().of(Limit.ATTACHMENT_TIMEOUT);
  }

  @Test
  void that_never_come_cost_a_websocket_its_session() {
    try (var client = joined();
        var other = joined()) {
      client.send(TWO);
      client.send(BYTES);
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      assertThat(counted()).isEqualTo(1);
      assertThat(server.engine().packetsRefused(Kind.ATTACHMENT)).isEqualTo(1);
      other.send("42[\"message\",1]");
      assertThat(other.text()).isEqualTo("42[\"message-back\",1]");
    }
  }

  @Test
  void that_never_come_cost_a_client_that_polls_its_session() {
    try (var client = PollingClient.open(server.port())) {
      client.post("40");
      client.packets(2);
      assertThat(client.post(TWO).status()).isEqualTo(200);
      assertThat(client.packets()).containsExactly("1");
      Await.until("its session over", () -> server.engine().sessionCount() == 0);
      assertThat(counted()).isEqualTo(1);
    }
  }

  @Test
  void that_come_one_after_the_other_are_waited_for_each() {
    try (var client = joined()) {
      client.send(TWO);
      for (int i = 0; i < 2; i++) {
        LockSupport.parkNanos(LIMIT.multipliedBy(3).dividedBy(4).toNanos());
        client.send(BYTES);
      }
      assertThat(client.text()).startsWith("452-[\"message-back\"");
      assertThat(client.binary()).isEqualTo(BYTES);
      assertThat(client.binary()).isEqualTo(BYTES);
    }
  }

  @Test
  void that_have_come_are_not_waited_for_again() {
    try (var client = joined()) {
      for (int i = 0; i < 3; i++) {
        client.send(TWO);
        client.send(BYTES);
        client.send(BYTES);
        assertThat(client.text()).startsWith("452-[\"message-back\"");
        client.binary();
        client.binary();
        LockSupport.parkNanos(LIMIT.multipliedBy(2).dividedBy(3).toNanos());
      }
      assertThat(counted()).isZero();
    }
  }
}
