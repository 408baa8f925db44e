package io.klatch.socketio.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
  private static final String LONG = "hello ".repeat(1_000);

  /// As many as fit into a request's headers.
  private static final String BLANKS = "x" + " ".repeat(15_000) + "x";

  private final EchoHandler echo = new EchoHandler();

  @Nested
  class An_answer_to_a_poll {
    private HttpResponse<byte[]> poll(EngineConfig config, String accept, String message)
        throws IOException, InterruptedException {
      try (var server = TestServer.engine(config, echo::open);
          var client = PollingClient.open(server.port());
          var http = HttpClient.newHttpClient()) {
        echo.session().send(EngineMessage.text(message));
        var uri = URI.create("http://127.0.0.1:" + server.port() + client.target());
        var request = HttpRequest.newBuilder(uri).header("Accept-Encoding", accept).build();
        return http.send(request, BodyHandlers.ofByteArray());
      }
    }

    private static String coding(HttpResponse<?> answer) {
      return answer.headers().firstValue("Content-Encoding").orElse("none");
    }

    private static String body(HttpResponse<byte[]> answer) throws IOException {
      InputStream in = new ByteArrayInputStream(answer.body());
      var plain =
          switch (coding(answer)) {
            case "gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> in;
          };
      return new String(plain.readAllBytes(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            gzip                   | gzip
            br, deflate, gzip      | gzip
            GZIP;q=0.5             | gzip
            deflate                | deflate
            gzip;q=0, deflate      | deflate
            gzip;q=0.000           | none
            br                     | none
            identity               | none
            """)
    void is_compressed_as_the_client_can_take_it(String accept, String coding)
        throws IOException, InterruptedException {
      var answer = poll(EngineConfig.defaults(), accept, LONG);
      assertThat(coding(answer)).isEqualTo(coding);
      assertThat(body(answer)).isEqualTo("4" + LONG);
      if (!coding.equals("none")) {
        assertThat(answer.body().length).isLessThan(1_000);
        assertThat(answer.headers().firstValue("Vary")).contains("accept-encoding");
      }
    }

    @Test
    void of_less_than_1024_bytes_is_not() throws IOException, InterruptedException {
      var justTooShort = poll(EngineConfig.defaults(), "gzip", "x".repeat(1_022));
      var justLongEnough = poll(EngineConfig.defaults(), "gzip", "x".repeat(1_023));
      assertThat(coding(justTooShort)).isEqualTo("none");
      assertThat(coding(justLongEnough)).isEqualTo("gzip");
    }

    @Test
    void takes_no_time_for_blanks_in_what_the_client_can_take() {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> {
            for (int i = 0; i < 1_000; i++) {
              assertThat(AcceptEncoding.takes(BLANKS + ", gzip", "gzip")).isTrue();
            }
          });
    }

    @Test
    void is_not_where_it_is_turned_off() throws IOException, InterruptedException {
      var off = EngineConfig.defaults().withCompression(Compression.defaults().withHttp(false));
      assertThat(coding(poll(off, "gzip", LONG))).isEqualTo("none");
    }
  }

  @Nested
  class A_websocket {
    private static final int RSV1 = 0x40;
    private static final String OFFER =
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

    private final EngineConfig on =
        EngineConfig.defaults().withCompression(Compression.defaults().withWebSocket(true));

    private static String agreed(TestServer server, String offer) {
      try (var wire = HttpWire.connect(server.port())) {
        var answer = WsClient.handshake(wire, "EIO=4&transport=websocket", offer);
        assertThat(answer.status()).isEqualTo(101);
        return answer.header("sec-websocket-extensions");
      }
    }

    @Test
    void takes_no_time_for_blanks_in_an_offer() {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> {
            for (int i = 0; i < 1_000; i++) {
              assertThat(Deflation.isOffered(BLANKS + ", permessage-deflate ; " + BLANKS))
                  .isFalse();
            }
          });
    }

    private static WsClient open(TestServer server) {
      var wire = HttpWire.connect(server.port());
      var answer = WsClient.handshake(wire, "EIO=4&transport=websocket", OFFER);
      assertThat(answer.header("sec-websocket-extensions")).startsWith("permessage-deflate");
      var client = WsClient.on(wire);
      assertThat(client.text()).startsWith("0{");
      return client;
    }

    private static byte[] deflated(byte[] plain) {
      var out = Unpooled.buffer();
      Deflation.deflate(plain, out);
      return ByteBufUtil.getBytes(out);
    }

    private static String inflated(byte[] compressed)
        throws DataFormatException, Deflation.TooLargeException {
      var out = Unpooled.buffer();
      Deflation.inflate(compressed, 1_000_000, out);
      return out.toString(UTF_8);
    }

    @Test
    void does_not_compress_unless_told_to() {
      try (var server = TestServer.engine(EngineConfig.defaults(), echo::open)) {
        assertThat(agreed(server, OFFER)).isEmpty();
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "permessage-deflate; server_max_window_bits=10",
          "permessage-deflate; client_max_window_bits=16",
          "permessage-deflate; unknown",
          "x-webkit-deflate-frame",
          "constructor",
        })
    void passes_over_offers_it_cannot_keep(String offer) {
      try (var server = TestServer.engine(on, echo::open)) {
        assertThat(agreed(server, "Sec-WebSocket-Extensions: " + offer)).isEmpty();
        assertThat(agreed(server, "Sec-WebSocket-Extensions: " + offer + ", permessage-deflate"))
            .isEqualTo(Deflation.AGREED);
      }
    }

    @Test
    void compresses_what_is_long_and_reads_both_kinds() throws Exception {
      try (var server = TestServer.engine(on, echo::open);
          var client = open(server)) {
        var long4 = ("4" + LONG).getBytes(UTF_8);
        client.write(WsClient.FIN | RSV1 | WsClient.TEXT, deflated(long4));
        var back = client.frame();
        assertThat(back.payload().length).isLessThan(500);
        assertThat(inflated(back.payload())).isEqualTo("4" + LONG);
        client.send("4short");
        assertThat(client.text()).isEqualTo("4short");
        var half = deflated(long4);
        client.write(RSV1 | WsClient.TEXT, Arrays.copyOf(half, 10));
        client.write(WsClient.FIN, Arrays.copyOfRange(half, 10, half.length));
        assertThat(inflated(client.frame().payload())).isEqualTo("4" + LONG);
      }
    }

    @Test
    void and_a_plain_one_get_the_same_broadcast() throws Exception {
      try (var server = TestServer.engine(on, echo::open);
          var compressed = open(server);
          var plain = WsClient.open(server.port())) {
        var sessions = new EngineSession[] {echo.session(), echo.session()};
        for (int i = 0; i < 3; i++) {
          try (var broadcast = new EngineBroadcast(EngineMessage.text(LONG))) {
            for (var session : sessions) {
              broadcast.add(session);
            }
          }
          assertThat(inflated(compressed.frame().payload())).isEqualTo("4" + LONG);
          assertThat(plain.text()).isEqualTo("4" + LONG);
        }
      }
    }

    @Test
    void gets_as_it_is_what_is_sent_so() throws Exception {
      try (var server = TestServer.engine(on, echo::open);
          var client = open(server)) {
        var session = echo.session();
        try (var broadcast =
            new EngineBroadcast(EngineMessage.text(LONG), new SendOptions(false, false))) {
          broadcast.add(session);
        }
        assertThat(client.text()).isEqualTo("4" + LONG);
      }
    }

    @Test
    void is_closed_for_a_message_that_grows_beyond_the_limit() {
      try (var server = TestServer.engine(on, echo::open)) {
        var bomb = deflated(new byte[100_000_000]);
        assertThat(bomb.length).isLessThan(1_000_000);
        try (var client = open(server)) {
          client.write(WsClient.FIN | RSV1 | WsClient.BINARY, bomb);
          assertThat(client.closeStatus()).isEqualTo(1009);
        }
        assertThat(server.engine().limitCounts().of(Limit.MESSAGE_BYTES)).isEqualTo(1);
        try (var other = open(server)) {
          other.send("4served");
          assertThat(other.text()).isEqualTo("4served");
        }
      }
    }

    @ParameterizedTest
    @CsvSource({
      "garbage,            c1, 1007",
      "rsv2,               a1, 1002",
      "rsv1 and 2,         e1, 1002",
      "rsv1 on a ping,     c9, 1002",
      "rsv1 on a later fragment, c0, 1002"
    })
    void is_closed_for_what_is_not_compressed_as_agreed(String what, String first, int status) {
      try (var server = TestServer.engine(on, echo::open);
          var client = open(server)) {
        if (what.contains("fragment")) {
          client.write(WsClient.TEXT, new byte[] {'4'});
        }
        client.write(
            Integer.parseInt(first, 16), new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});
        assertThat(client.closeStatus()).isEqualTo(status);
      }
    }
  }
}
