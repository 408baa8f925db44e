package io.klatch.e2e;

import static io.klatch.e2e.JavaClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Java client 2.1.2 against the echo handlers that the official suites use: what chat has no
/// event for, that is binary and other namespaces.
final class JavaClientConformanceTest {
  @TempDir static Path folder;
  private static PackagedServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PackagedServer.conformanceServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void gives_its_auth_to_the_server_over(String transports) throws Exception {
    for (var namespace : new String[] {"/", "/custom"}) {
      try (var client = open(namespace, transports)) {
        assertThat(client.nextObject("auth").getString("who")).isEqualTo("Jävä 👋");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void sends_and_receives_text_and_binary_over(String transports) throws Exception {
    try (var client = open("/", transports)) {
      for (int size : new int[] {0, 1, 4, 70_000}) {
        client.emit("message", size, "text 👋", bytes(size), object("deep", bytes(3)));
        var back = client.next("message-back");

        assertThat(back).hasSize(4);
        assertThat(back.get(0)).isEqualTo(size);
        assertThat(back.get(1)).isEqualTo("text 👋");
        assertThat((byte[]) back.get(2)).isEqualTo(bytes(size));
        assertThat((byte[]) ((JSONObject) back.get(3)).get("deep")).isEqualTo(bytes(3));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void is_acknowledged_with_text_and_binary_over(String transports) {
    try (var client = open("/", transports)) {
      var answer = client.ask("message-with-ack", 1, "two", bytes(3), object("four", bytes(4)));

      assertThat(answer.subList(0, 2)).isEqualTo(List.<Object>of(1, "two"));
      assertThat((byte[]) answer.get(2)).isEqualTo(bytes(3));
      assertThat((byte[]) ((JSONObject) answer.get(3)).opt("four")).isEqualTo(bytes(4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void acknowledges_a_question_of_the_server_over(String transports) throws Exception {
    try (var client = open("/", transports)) {
      client.acknowledge("question");

      client.emit("ask-me", 1, "two", bytes(3));
      var answered = client.next("answered");

      assertThat(answered.subList(0, 2)).isEqualTo(List.<Object>of(1, "two"));
      assertThat((byte[]) answered.get(2)).isEqualTo(bytes(3));
    }
  }

  private static JavaClient open(String namespace, String transports) {
    var url = URI.create(server.url() + namespace);
    return JavaClient.open(url, Map.of("who", "Jävä 👋"), transports.split(","));
  }

  private static byte[] bytes(int size) {
    var bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (255 - i);
    }
    return bytes;
  }
}
