package io.klatch.socketio.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests and frames that no correct client sends. Each is refused with a status, and the server
/// goes on to serve others. Names as in the corpus that the reference was tried with.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedTransportTest {
  private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

  private final EchoHandler echo = new EchoHandler();

  /// Three hundred thousand packets at once are allowed here; `RateTest` has what slows them down.
  private final TestServer server =
      TestServer.engine(
          EngineConfig.defaults()
              .withLimits(
                  EngineLimits.defaults()
                      .withRates(new RateLimits(1_000_000, 1_000_000, 100_000_000, 100_000_000))),
          echo::open);

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void the_server_serves_others() {
    try (var client = PollingClient.open(server.port())) {
      client.post("4still there?");
      assertThat(client.packets()).containsExactly("4still there?");
    }
    try (var client = WsClient.open(server.port())) {
      client.send("4still there?");
      assertThat(client.text()).isEqualTo("4still there?");
    }
  }

  @Nested
  class A_request {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            h-traversal        | GET  | /socket.io/../../etc/passwd         | 404
            h-traversal-coded  | GET  | /socket.io/%2e%2e/%2e%2e/etc/passwd | 404
            h-path-bad-escape  | GET  | /socket.io/%zz                      | 404
            h-query-bad-escape | GET  | /socket.io/?EIO=4&transport=%zz     | 400
            h-post-no-sid      | POST | /socket.io/?EIO=4&transport=polling | 400
            h-sid-bad-escape   | GET  | /socket.io/?EIO=4&transport=polling&sid=%f | 400
            h-jsonp            | GET  | /socket.io/?EIO=4&transport=polling&j=0&sid=x | 400
            """)
    void with_a_bad_target(String name, String method, String target, int status) {
      try (var wire = HttpWire.connect(server.port())) {
        wire.send(method, target, "");
        assertThat(wire.receive().status()).isEqualTo(status);
      }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            h-bad-origin      | Origin: http://a\u0001b    | 400
            h-bad-length      | Content-Length: -1         | 400
            h-two-lengths     | Content-Length: 1, 2       | 400
            h-no-colon        | Origin                     | 400
            """)
    void with_a_bad_header(String name, String header, int status) {
      try (var wire = HttpWire.connect(server.port())) {
        wire.send("GET", POLLING, "", header);
        assertThat(wire.receive().status()).isEqualTo(status);
        wire.awaitEnd();
      }
    }

    @Test
    void whose_headers_or_line_are_too_long() {
      try (var wire = HttpWire.connect(server.port())) {
        wire.send("GET", POLLING, "", "X: " + "x".repeat(17_000));
        assertThat(wire.receive().status()).isEqualTo(431);
        wire.awaitEnd();
      }
      try (var wire = HttpWire.connect(server.port())) {
        wire.send("GET", POLLING + "&x=" + "x".repeat(9_000), "");
        assertThat(wire.receive().status()).isEqualTo(414);
        wire.awaitEnd();
      }
    }

    @Test
    void that_is_no_http_at_all() {
      try (var wire = HttpWire.connect(server.port())) {
        wire.write("\u0016\u0003\u0001 hello\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(wire.receive().status()).isEqualTo(400);
        wire.awaitEnd();
      }
    }

    @Test
    void that_asks_for_another_protocol_and_then_breaks_off() {
      for (int i = 0; i < 10; i++) {
        try (var wire = HttpWire.connect(server.port())) {
          wire.send("GET", POLLING, "", "Connection: Upgrade", "Upgrade: h2c");
        }
      }
    }
  }

  @Nested
  class A_post {
    private final PollingClient client = PollingClient.open(server.port());

    @AfterEach
    void leave() {
      client.close();
    }

    @Test
    void of_bytes() {
      try (var wire = HttpWire.connect(server.port())) {
        wire.send("POST", client.target(), "4x", "Content-Type: application/octet-stream");
        assertThat(wire.receive().status()).isEqualTo(400);
        assertThat(client.get().status()).isEqualTo(400);
      }
    }

    @Test
    void that_is_too_large_and_does_not_end_the_session() {
      assertThat(client.post("4" + "x".repeat(1_000_000)).status()).isEqualTo(413);
      try (var wire = HttpWire.connect(server.port())) {
        assertThat(wire.post(client.target(), "4y").body()).isEqualTo("ok");
        assertThat(client.packets()).containsExactly("4y");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "4x\u001e", "\u001e", "bA", "b!!!!", "4x\u001e9"})
    void of_a_bad_payload(String body) {
      assertThat(client.post(body).status()).isEqualTo(400);
      assertThat(client.get().status()).isEqualTo(400);
    }

    @Test
    void of_a_hundred_thousand_separators() {
      assertThat(client.post("\u001e".repeat(100_000)).status()).isEqualTo(400);
    }

    @Test
    void of_very_many_tiny_packets_costs_no_more_than_the_outbox_may_hold() {
      // An echo of each: what waits is counted with what it costs to let it wait.
      assertThat(client.post("4\u001e".repeat(300_000) + "4").status()).isEqualTo(200);
      assertThat(client.get().status()).isEqualTo(400);
    }
  }

  @Nested
  class An_upgrade {
    @Test
    void of_another_version_on_a_session_of_ours() {
      try (var client = PollingClient.open(server.port());
          var wire = HttpWire.connect(server.port())) {
        var query = "EIO=3&transport=websocket&sid=" + client.sid();
        assertThat(WsClient.handshake(wire, query).status()).isEqualTo(400);
        wire.awaitEnd();
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Sec-WebSocket-Extensions: constructor",
          "Sec-WebSocket-Extensions: __proto__; toString",
          "Sec-WebSocket-Protocol: a,                                                  b",
          "Sec-WebSocket-Protocol: ,"
        })
    void that_offers_what_we_do_not_know_goes_without_it(String header) {
      try (var wire = HttpWire.connect(server.port())) {
        var answer = WsClient.handshake(wire, "EIO=4&transport=websocket", header);
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.headers())
            .doesNotContainKeys("sec-websocket-extensions", "sec-websocket-protocol");
        assertThat(WsClient.on(wire).text()).startsWith("0{");
      }
    }

    @Test
    void that_lacks_a_key_or_has_another_version() {
      for (var line : new String[] {"Sec-WebSocket-Version: 8", "X: y"}) {
        try (var wire = HttpWire.connect(server.port())) {
          wire.send(
              "GET",
              "/socket.io/?EIO=4&transport=websocket",
              "",
              "Connection: Upgrade",
              "Upgrade: websocket",
              line);
          assertThat(wire.receive().status()).isEqualTo(400);
          wire.awaitEnd();
        }
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "GET / HTTP/1.1\r\n\r\n"})
    void followed_at_once_by_garbage(String garbage) {
      for (int i = 0; i < 5; i++) {
        try (var wire = HttpWire.connect(server.port())) {
          var request = new String(WsClient.handshakeRequest("EIO=4&transport=websocket"), UTF_8);
          wire.write((request + garbage).getBytes(ISO_8859_1));
          wire.awaitEnd();
        }
      }
    }

    @Test
    void followed_at_once_by_a_frame() {
      try (var wire = HttpWire.connect(server.port())) {
        var request = WsClient.handshakeRequest("EIO=4&transport=websocket");
        var frame = WsClient.frame(WsClient.FIN | WsClient.CLOSE, WsClient.statusBytes(1000));
        wire.write(
            (new String(request, ISO_8859_1) + new String(frame, ISO_8859_1)).getBytes(ISO_8859_1));
        wire.awaitEnd();
      }
    }
  }

  @Nested
  class A_frame {
    private final WsClient client = WsClient.open(server.port());

    @AfterEach
    void leave() {
      client.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "w-unmasked, 8102 3478, 1002",
      "w-rsv1, c182 00000000 3478, 1002",
      "w-rsv23, b182 00000000 3478, 1002",
      "w-opcode-3, 8382 00000000 3478, 1002",
      "w-opcode-11, 8b80 00000000, 1002",
      "w-continuation-first, 8082 00000000 3478, 1002",
      "w-text-in-fragments, 0182 00000000 3478 8182 00000000 3478, 1002",
      "w-frag-control, 0980 00000000, 1002",
      "w-ping-126, 89fe007e 00000000, 1002",
      "w-bad-utf8, 8183 00000000 34c328, 1007",
      "w-bad-utf8-surrogate, 8184 00000000 34eda080, 1007",
      "w-bad-utf8-in-fragments, 0182 00000000 34c3 8081 00000000 28, 1007",
      "w-len-2e63, 82ff8000000000000000 00000000, 1002",
      "w-len-1e6+1, 82ff00000000000f4241 00000000, 1009",
      "w-close-1byte, 8881 00000000 03, 1002",
      "w-close-1005, 8882 00000000 03ed, 1002",
      "w-close-999, 8882 00000000 03e7, 1002",
      "w-close-bad-utf8, 8884 00000000 03e8c328, 1007"
    })
    void of_a_bad_form(String name, String hex, int status) {
      client.writeRaw(HexFormat.of().parseHex(hex.replace(" ", "")));
      assertThat(client.closeStatus()).isEqualTo(status);
    }

    @Test
    void in_twenty_thousand_fragments() {
      var fragments = new byte[20_000 * 6];
      for (int i = 0; i < 20_000; i++) {
        fragments[i * 6] = (byte) (i == 0 ? WsClient.TEXT : WsClient.CONTINUATION);
        fragments[i * 6 + 1] = (byte) 0x80;
      }
      client.writeRaw(fragments);
      assertThat(client.closeStatus()).isEqualTo(1008);
    }

    @Test
    void in_fragments_that_are_too_large_together() {
      client.write(WsClient.BINARY, new byte[600_000]);
      client.write(WsClient.FIN, new byte[600_000]);
      assertThat(client.closeStatus()).isEqualTo(1009);
    }
  }
}
