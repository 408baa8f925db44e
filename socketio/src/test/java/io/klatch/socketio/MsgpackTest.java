package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.PacketLimits;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.Reference;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The parser of `socket.io-msgpack-parser`; e2e tries the stock client with it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MsgpackTest {
  private static final PacketLimits LIMITS = PacketLimits.defaults();
  private static final byte[] BYTES = {1, 2, 3};

  private final TestServer server =
      TestServer.sockets(sockets -> {
        Reference.install(sockets);
        var main = sockets.of("/");
        main.on("all", (_, event) -> main.emit("said", event.args().toArray()));
      });

  @AfterAll
  void stop() {
    server.close();
  }

  private static byte[] packet(Object... namesAndValues) {
    var packet = Json.emptyObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      packet.set((String) namesAndValues[i], Json.tree(namesAndValues[i + 1]));
    }
    return MsgpackWriter.write(packet);
  }

  private static byte[] event(Object... args) {
    return packet("type", 2, "nsp", "/", "data", args);
  }

  private static JsonNode read(byte[] bytes) {
    try {
      return MsgpackReader.read(bytes, LIMITS);
    } catch (MalformedPacketException malformed) {
      throw new AssertionError(malformed);
    }
  }

  @Nested
  class A_client {
    private WsClient joined(String query) {
      var client = WsClient.connect(server.port(), query);
      client.text();
      client.send(packet("type", 0, "nsp", "/"));
      return client;
    }

    @Test
    void that_asks_for_msgpack_gets_every_kind_of_packet_in_it() {
      try (var client = joined("&parser=msgpack")) {
        var connected = read(client.binary());
        assertThat(connected.get("type").intValue()).isZero();
        assertThat(connected.at("/data/sid").isString()).isTrue();
        assertThat(read(client.binary()).toString())
            .isEqualTo("{\"type\":2,\"data\":[\"auth\",{}],\"nsp\":\"/\"}");
        client.send(packet("type", 0, "nsp", "/nowhere"));
        assertThat(read(client.binary()).toString())
            .isEqualTo(
                "{\"type\":4,\"data\":{\"message\":\"Invalid namespace\"},\"nsp\":\"/nowhere\"}");
        var args = new Object[] {"message-with-ack", 1, BYTES};
        client.send(packet("type", 2, "nsp", "/", "id", 456, "data", args));
        assertThat(read(client.binary()))
            .isEqualTo(read(packet("type", 3, "data", List.of(1, BYTES), "nsp", "/", "id", 456)));
      }
    }

    @Test
    void may_ask_over_polling() {
      try (var client = PollingClient.open(server.port(), "&parser=msgpack")) {
        assertThat(client.post("b" + base64(packet("type", 0, "nsp", "/"))).status())
            .isEqualTo(200);
        var packets = client.packets(2);
        assertThat(packets.getFirst()).startsWith("b");
        var auth = Base64.getDecoder().decode(packets.getLast().substring(1));
        assertThat(read(auth).at("/data/0").stringValue()).isEqualTo("auth");
        client.post("1"); // Or a broadcast would wait for its next poll.
      }
    }

    private static String base64(byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void hears_the_same_broadcast_as_others_each_in_its_form() {
      try (var msgpack = joined("&parser=msgpack");
          var other = joined("&parser=msgpack");
          var json = WsClient.joined(server.port())) {
        for (var client : List.of(msgpack, other)) {
          client.binary();
          client.binary();
        }
        json.text();
        msgpack.send(event("all", Map.of("a", BYTES), "é"));
        for (var client : List.of(msgpack, other)) {
          assertThat(read(client.binary())).isEqualTo(read(withData("said")));
        }
        assertThat(json.text())
            .isEqualTo("451-[\"said\",{\"a\":{\"_placeholder\":true,\"num\":0}},\"é\"]");
        assertThat(json.binary()).isEqualTo(BYTES);
      }
    }

    private static byte[] withData(String name) {
      return packet("type", 2, "data", new Object[] {name, Map.of("a", BYTES), "é"}, "nsp", "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&parser=json", "&parser=", "&parser=other", "&parser=MSGPACK"})
    void that_asks_for_something_else_gets_json(String query) {
      try (var client = WsClient.connect(server.port(), query)) {
        client.text();
        assertThat(client.join("/", "")).startsWith("40{");
      }
    }

    @Test
    void speaks_msgpack_on_a_server_whose_usual_parser_it_is() {
      var config = SocketServerConfig.defaults().withParser(Parser.MSGPACK);
      try (var msgpack = TestServer.sockets(config, Reference::install);
          var client = WsClient.connect(msgpack.port(), "");
          var json = WsClient.connect(msgpack.port(), "&parser=json")) {
        client.text();
        client.send(packet("type", 0, "nsp", "/"));
        assertThat(read(client.binary()).get("type").intValue()).isZero();
        json.text();
        assertThat(json.join("/", "")).startsWith("40{");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          c0                 | null
          c2                 | false
          c3                 | true
          00                 | 0
          7f                 | 127
          ff                 | -1
          e0                 | -32
          cc80               | 128
          cdffff             | 65535
          ceffffffff         | 4294967295
          cf0020000000000000 | 9007199254740992
          cfffffffffffffffff | 18446744073709551615
          d080               | -128
          d18000             | -32768
          d280000000         | -2147483648
          d38000000000000000 | -9223372036854775808
          ca3f000000         | 0.5
          cb3fb999999999999a | 0.1
          a0                 | ""
          a2c3a9             | "é"
          90                 | []
          93c0c201           | [null,false,1]
          80                 | {}
          82a16101a162c4020102 | {"a":1,"b":"AQI="}
          91d40000           | [null]
          81a161d40000       | {}
          d7000000000000000000 | "1970-01-01T00:00:00Z"
          """)
  void a_value_reads_as_what_it_is(String hex, String json) {
    assertThat(read(HexFormat.of().parseHex(hex)).toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c1",
        "0000",
        "a1",
        "d9ff61",
        "dbffffffff",
        "c4",
        "c6ffffffff00",
        "91",
        "dc",
        "dcffff",
        "ddffffffff",
        "dfffffffff",
        "8101",
        "810101",
        "81c001",
        "cb00",
        "d40100",
        "d50000",
        "c7000000",
        "d6ff00000000",
        "d8"
      })
  void what_is_no_value_is_refused(String hex) {
    assertThatThrownBy(() -> MsgpackReader.read(HexFormat.of().parseHex(hex), LIMITS))
        .isInstanceOf(MalformedPacketException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0})
  void a_number_that_json_has_not_is_written_as_it_came(double number) {
    assertThat(read(MsgpackWriter.write(Json.tree(number))).doubleValue())
        .isEqualTo(Double.valueOf(number));
  }

  @Test
  void depth_and_the_number_of_containers_are_limited() {
    assertThat(read(arrays(LIMITS.jsonDepthMax())).size()).isEqualTo(1);
    assertThatThrownBy(() -> MsgpackReader.read(arrays(LIMITS.jsonDepthMax() + 1), LIMITS))
        .isInstanceOf(MalformedPacketException.class);
    var flat = new byte[900_005];
    Arrays.fill(flat, (byte) 0x80);
    System.arraycopy(HexFormat.of().parseHex("dd000dbba0"), 0, flat, 0, 5);
    assertThatThrownBy(() -> MsgpackReader.read(flat, LIMITS))
        .hasMessage("too deep, or too many arrays and maps");
  }

  private static byte[] arrays(int depth) {
    var bytes = new byte[depth];
    Arrays.fill(bytes, (byte) 0x91);
    bytes[depth - 1] = (byte) 0x90;
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 32, 255, 256, 65_535, 65_536})
  void what_is_written_reads_back_at_every_length(int length) {
    var text = Json.tree("x".repeat(length));
    assertThat(read(MsgpackWriter.write(text))).isEqualTo(text);
    var bytes = Json.tree(new byte[length]);
    assertThat(read(MsgpackWriter.write(bytes))).isEqualTo(bytes);
    var array = Json.tree(new int[length]);
    assertThat(read(MsgpackWriter.write(array))).isEqualTo(array);
    var map = Json.emptyObject();
    for (int i = 0; i < length; i++) {
      map.put("k" + i, i);
    }
    assertThat(read(MsgpackWriter.write(map))).isEqualTo(map);
  }
}
