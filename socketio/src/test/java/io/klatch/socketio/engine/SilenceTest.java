package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final int END_OF_STREAM = -1;

  /// Beyond the 15 seconds that follow the heartbeat's.
  private static final int PATIENCE_MILLIS = 30_000;

  @Test
  void a_connection_that_stops_in_the_middle_of_a_request_or_before_it_is_closed()
      throws IOException {
    var config =
        EngineConfig.defaults().withHeartbeat(Duration.ofMillis(300), Duration.ofMillis(200));
    try (var server = TestServer.engine(config, new EchoHandler()::open);
        var silent = open(server, "");
        var half = open(server, "GET / HTTP/1.1\r\nHost: x\r\n");
        var bodyless = open(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")) {
      assertThat(silent.getInputStream().read()).isEqualTo(END_OF_STREAM);
      assertThat(half.getInputStream().read()).isEqualTo(END_OF_STREAM);
      assertThat(bodyless.getInputStream().read()).isEqualTo(END_OF_STREAM);
    }
  }

  private static Socket open(TestServer server, String sent) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
