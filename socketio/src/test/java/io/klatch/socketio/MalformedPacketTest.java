package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.Reference;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Packets that no correct client sends. Each closes the connection it came on, and the server goes
/// on to serve others. Names as in the corpus that the reference was tried with.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedPacketTest {
  private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":0}";

  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final TestServer server =
      TestServer.sockets(sockets -> {
        Reference.install(sockets);
        sockets.of("/").onOther((_, event) -> events.add(event));
      });

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void the_server_serves_others() {
    try (var other = WsClient.joined(server.port())) {
      other.text();
      other.send("42[\"message\",\"still there?\"]");
      assertThat(other.text()).isEqualTo("42[\"message-back\",\"still there?\"]");
    }
    assertThat(events).isEmpty();
  }

  private static void assertCloses(WsClient client, String... packets) {
    for (var packet : packets) {
      if (packet.equals("<bytes>")) {
        client.send(new byte[] {1});
      } else {
        client.send(packet);
      }
    }
    assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          e-empty-text                 | ''
          e-type-9                     | 9
          e-client-ping                | 2
          e-probe-without-upgrade      | 2probe
          e-open-from-client           | 0{"sid":"x"}
          e-upgrade-when-not-upgrading | 5
          e-noop-from-client           | 6
          e-empty-message              | 4
          s-event-before-connect       | 42["message"]
          s-connect-array              | 40[]
          s-connect-string             | 40"x"
          s-connect-null               | 40null
          s-connect-number             | 407
          s-connect-truncated          | 40{"token":
          s-connect-trailing           | 40{}{}
          s-type-unknown               | 4abc
          s-binary-first               | <bytes>
          """)
  void before_it_has_connected(String name, String packet) {
    try (var client = WsClient.open(server.port())) {
      assertCloses(client, packet);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s-connect-twice               | 40
          s-connect-error-from-client   | 44{"message":"x"}
          s-disconnect-payload          | 41{"x":1}
          s-event-no-payload            | 42
          s-event-empty-array           | 42[]
          s-event-object                | 42{}
          s-event-string                | 42"message"
          s-event-name-object           | 42[{"toString":"foo"}]
          s-event-name-array            | 42[["message"]]
          s-event-name-bool             | 42[true]
          s-event-name-null             | 42[null]
          s-reserved-connect            | 42["connect"]
          s-reserved-disconnecting      | 42["disconnecting"]
          s-reserved-newListener        | 42["newListener"]
          s-truncated-json              | 42["message",
          s-trailing-json               | 42["message"]["message"]
          s-ack-id-nan                  | 42abc["message"]
          s-ack-id-huge                 | 421000000000000000000000000["message-with-ack"]
          s-ack-id-over-2-53            | 429007199254740993["message-with-ack"]
          s-ack-no-id                   | 43[1]
          s-ack-object                  | 431{}
          s-att-none                    | 45["message"]
          s-att-nan                     | 45x-["message"]
          s-att-float                   | 451.5-["message"]
          s-att-negative                | 45-1-["message"]
          s-att-zero                    | 450-["message"]
          s-att-11                      | 4511-["message"]
          s-att-1e9                     | 451000000000-["message"]
          s-att-unexpected-binary       | <bytes>
          s-other-namespace             | 42/custom,["message"]
          """)
  void after_it_has_connected(String name, String packet) {
    try (var client = WsClient.joined(server.port())) {
      client.text();
      assertCloses(client, packet);
    }
  }

  /// The reference answers `ok`, and closes.
  @Test
  void a_post_that_brings_one_is_answered_400() {
    try (var client = PollingClient.open(server.port())) {
      client.post("40");
      client.packets(2);
      long before = refused(MalformedPacketException.Kind.JSON);
      var answer = client.post("42[\"message\",1]", "42[\"message\",", "42[\"message\",3]");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(client.packets()).containsExactly("42[\"message-back\",1]", "1");
      assertThat(client.get().status()).isEqualTo(400);
      assertThat(refused(MalformedPacketException.Kind.JSON)).isEqualTo(before + 1);
    }
  }

  private long refused(MalformedPacketException.Kind kind) {
    return server.engine().packetsRefused(kind);
  }

  @ParameterizedTest(name = "num {0}")
  @ValueSource(strings = {"\"splice\"", "\"0\"", "1", "-1", "0.5", "null", "1e99"})
  void a_placeholder_of_no_attachment(String num) {
    try (var client = WsClient.joined(server.port())) {
      client.text();
      assertCloses(
          client, "451-[\"message\",{\"_placeholder\":true,\"num\":" + num + "}]", "<bytes>");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"42[\"message\"]", "451-[\"message\"]", "41", "40/custom,"})
  void a_text_where_an_attachment_was_due(String packet) {
    try (var client = WsClient.joined(server.port())) {
      client.text();
      assertCloses(client, "451-[\"message\"," + PLACEHOLDER + "]", packet);
    }
  }

  @Test
  void one_attachment_too_many() {
    try (var client = WsClient.joined(server.port())) {
      client.text();
      client.send("451-[\"message\"," + PLACEHOLDER + "]");
      assertCloses(client, "<bytes>", "<bytes>");
    }
  }

  @Test
  void attachments_that_are_too_large_together() {
    try (var client = WsClient.joined(server.port())) {
      client.text();
      client.send("453-[\"message\"," + PLACEHOLDER + "]");
      client.send(new byte[400_000]);
      client.send(new byte[400_000]);
      client.send(new byte[400_000]);
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
    }
  }

  @Test
  void json_that_is_100_000_levels_deep() {
    try (var client = WsClient.joined(server.port())) {
      client.text();
      assertCloses(client, "42" + "[".repeat(100_000) + "]".repeat(100_000));
    }
  }

  @Test
  void a_namespace_of_900_kilobytes() {
    try (var client = WsClient.open(server.port())) {
      assertCloses(client, "40/" + "n".repeat(900_000) + ",");
    }
  }

  @Test
  void hundreds_of_unknown_namespaces() {
    try (var client = WsClient.open(server.port())) {
      for (int i = 0; i < 300; i++) {
        client.send("40/n" + i + ",");
      }
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
    }
  }

  /// Written out again they would be 6 GB.
  @Test
  void twenty_thousand_references_to_300_kilobytes() {
    try (var client = WsClient.joined(server.port())) {
      client.text();
      client.send(amplifying("message"));
      client.send(new byte[300_000]);
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
    }
  }

  /// Not refused, but as small as it came, and as small on its way out.
  @Test
  void twenty_thousand_references_to_a_small_attachment_are_one_array() throws IOException {
    try (var client = WsClient.joined(server.port())) {
      client.text();
      client.send(amplifying("amplify"));
      client.send(new byte[300]);
      var args = EchoHandler.next(events).args();
      assertThat(args).hasSize(20_000);
      var first = args.getFirst().binaryValue();
      for (var arg : args) {
        assertThat(arg.binaryValue()).isSameAs(first);
      }
      client.send(amplifying("message"));
      client.send(new byte[300]);
      assertThat(client.text()).isEqualTo(amplifying("message-back"));
      assertThat(client.binary()).hasSize(300);
    }
  }

  private static String amplifying(String event) {
    var references = String.join(",", Collections.nCopies(20_000, PLACEHOLDER));
    return "451-[\"" + event + "\"," + references + "]";
  }
}
