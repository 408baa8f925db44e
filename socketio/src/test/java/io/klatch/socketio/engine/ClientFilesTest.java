package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.HttpWire.Answer;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientFilesTest {
  private static final ClassLoader LOADER = ClientFilesTest.class.getClassLoader();
  private static final String ETAG = "\"9.8.7\"";

  private final TestServer server =
      TestServer.engine(
          EngineConfig.defaults().withClientFiles(ClientFiles.in(LOADER, "client-files")),
          new EchoHandler()::open);
  private final HttpWire wire = HttpWire.connect(server.port());

  @AfterEach
  void stop() {
    wire.close();
    server.close();
  }

  private Answer ask(String method, String name, String... headers) {
    wire.send(method, "/socket.io/" + name, "", headers);
    return wire.receive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket.io.js", "socket.io.min.js", "socket.io.min.js?v=1"})
  void are_scripts_that_a_page_may_keep_as_long_as_the_version_stays(String name) {
    var answer = ask("GET", name);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("/*");
    assertThat(answer.header("content-type")).isEqualTo("application/javascript; charset=utf-8");
    assertThat(answer.header("etag")).isEqualTo(ETAG);
    assertThat(answer.header("cache-control")).isEqualTo("public, max-age=0");
    assertThat(answer.header("vary")).isEqualToIgnoringCase("accept-encoding");
  }

  @Test
  void include_the_maps() {
    var answer = ask("GET", "socket.io.min.js.map");
    assertThat(answer.body()).isEqualTo("{\"version\":3}\n");
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {ETAG, "W/" + ETAG, "\"1\", " + ETAG})
  void are_not_sent_again_to_who_has_them(String known) {
    var answer = ask("GET", "socket.io.js", "If-None-Match: " + known);
    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("etag")).isEqualTo(ETAG);
    assertThat(ask("GET", "socket.io.js", "If-None-Match: \"9.8.6\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, gzip, br", "gzip;q=0.5"})
  void are_compressed_for_who_takes_that(String accepted) {
    int plain = Integer.parseInt(ask("GET", "socket.io.min.js").header("content-length"));
    var answer = ask("GET", "socket.io.min.js", "Accept-Encoding: " + accepted);
    assertThat(answer.header("content-encoding")).isEqualTo("gzip");
    assertThat(Integer.parseInt(answer.header("content-length"))).isLessThan(plain / 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "gzip;q=0", "gzip;q=0.0"})
  void are_plain_for_who_does_not(String accepted) {
    var answer = ask("GET", "socket.io.min.js", "Accept-Encoding: " + accepted);
    assertThat(answer.headers()).doesNotContainKey("content-encoding");
    assertThat(answer.body()).startsWith("/*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "package.json",
        "socket.io.esm.min.js",
        "../client-files/socket.io.js",
        "%2e%2e/client-files/socket.io.js",
        "socket.io.js/",
        "socket.io.slim.js",
        "x/socket.io.js"
      })
  void are_those_eight_names_and_nothing_else_in_or_out_of_the_folder(String name) {
    assertThat(ask("GET", name).status()).isEqualTo(404);
  }

  @Test
  void show_their_head_alone() {
    wire.send("HEAD", "/socket.io/socket.io.js", "");
    var head = wire.receiveHead();
    var whole = ask("GET", "socket.io.js");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("content-length")).isEqualTo(whole.header("content-length"));
    assertThat(whole.body()).startsWith("/*!");
  }

  @Test
  void are_only_read() {
    assertThat(ask("POST", "socket.io.js").status()).isEqualTo(405);
  }

  @Test
  void leave_the_endpoint_as_it_was() {
    try (var polling = PollingClient.open(server.port());
        var webSocket = WsClient.open(server.port())) {
      polling.post("4hello");
      webSocket.send("4hello");
      assertThat(polling.packets()).containsExactly("4hello");
      assertThat(webSocket.text()).isEqualTo("4hello");
    }
  }

  @Test
  void are_off_unless_they_are_turned_on() {
    try (var other = TestServer.engine(EngineConfig.defaults(), new EchoHandler()::open);
        var otherWire = HttpWire.connect(other.port())) {
      assertThat(otherWire.get("/socket.io/socket.io.js").status()).isEqualTo(404);
    }
  }

  @Test
  void must_be_where_they_are_said_to_be() {
    assertThatThrownBy(() -> ClientFiles.in(LOADER, "nowhere"))
        .hasMessageContaining("nowhere/socket.io.js is not on the class path");
    assertThatThrownBy(() -> ClientFiles.in(LOADER, "client-files/unversioned"))
        .hasMessageContaining("version");
  }
}
