package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.engine.IoKind;
import io.klatch.socketio.engine.ListenerConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BenchServerTest {

  @Test
  void who_joined_gets_an_answer_and_what_is_said_in_the_room() throws Exception {
    try (var http = HttpClient.newHttpClient();
        var listener = BenchServer.start(new ListenerConfig("127.0.0.1", 0, 1, IoKind.AUTO));
        var ann = new Client(http, listener.address());
        var ben = new Client(http, listener.address())) {
      ann.send("420[\"join\",{\"room\":\"lobby\"}]");
      assertThat(ann.next()).isEqualTo("430[\"ok\"]");
      ben.send("427[\"join\",{\"room\":\"lobby\"}]");
      assertThat(ben.next()).isEqualTo("437[\"ok\"]");

      ben.send("42[\"say\",{\"room\":\"lobby\",\"text\":\"hello\"}]");

      assertThat(ann.next()).isEqualTo("42[\"said\",\"hello\"]");
      assertThat(ben.next()).isEqualTo("42[\"said\",\"hello\"]");
    }
  }

  @Test
  void bytes_that_are_said_come_as_bytes() throws Exception {
    try (var http = HttpClient.newHttpClient();
        var listener = BenchServer.start(new ListenerConfig("127.0.0.1", 0, 1, IoKind.AUTO));
        var ann = new Client(http, listener.address())) {
      ann.send("420[\"join\",{\"room\":\"lobby\"}]");
      assertThat(ann.next()).isEqualTo("430[\"ok\"]");

      ann.send("451-[\"say\",{\"room\":\"lobby\",\"text\":{\"_placeholder\":true,\"num\":0}}]");
      ann.send(new byte[] {1, 2, 3});

      assertThat(ann.next()).isEqualTo("451-[\"said\",{\"_placeholder\":true,\"num\":0}]");
      assertThat(ann.next()).isEqualTo("bytes 010203");
    }
  }

  /// Connected to `/` when the constructor returns.
  private static final class Client implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    Client(HttpClient http, InetSocketAddress server) throws InterruptedException {
      var address = "ws://127.0.0.1:" + server.getPort() + "/socket.io/?EIO=4&transport=websocket";
      socket = http.newWebSocketBuilder().buildAsync(URI.create(address), this).join();
      assertThat(next()).startsWith("0{");
      send("40");
      assertThat(next()).startsWith("40{");
    }

    void send(String packet) {
      socket.sendText(packet, true).join();
    }

    void send(byte[] bytes) {
      socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    @Nullable String next() throws InterruptedException {
      return received.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      received.add(text.toString());
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      var bytes = new byte[data.remaining()];
      data.get(bytes);
      received.add("bytes " + HexFormat.of().formatHex(bytes));
      from.request(1);
      return null;
    }

    @Override
    public void close() {
      socket.abort();
    }
  }
}
