package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.HttpWire.Answer;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorsTest {
  private static final String ALLOW_ORIGIN = "access-control-allow-origin";
  private static final String ALLOW_CREDENTIALS = "access-control-allow-credentials";
  private static final Access LISTED =
      Access.defaults().withOrigins(Origins.of(List.of("https://a.example"))).withCors(Cors.ON);
  private static final Access ANY =
      Access.defaults().withOrigins(Origins.of(List.of("*"))).withCors(Cors.ON);

  @Test
  void it_is_off_unless_configured_and_then_an_answer_says_nothing_of_it() {
    var allowed = LISTED.withCors(Cors.OFF);
    try (var server = Knock.server(allowed)) {
      var answer = Knock.POLLING.at(server, "Origin: https://a.example");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).doesNotContainKey(ALLOW_ORIGIN);
      assertThat(preflight(server, "https://a.example").status()).isEqualTo(400);
    }
  }

  @Test
  void a_page_of_a_listed_origin_may_read_the_answers() {
    try (var server = Knock.server(LISTED)) {
      for (var knock : Knock.values()) {
        var answer = knock.at(server, "Origin: https://a.example");
        assertThat(answer.status()).isEqualTo(knock.in);
        assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("https://a.example");
        assertThat(answer.header("vary")).isEqualTo("Origin");
        assertThat(answer.headers()).doesNotContainKey(ALLOW_CREDENTIALS);
      }
    }
  }

  @Test
  void it_holds_for_polls_posts_and_refusals_too() {
    try (var server = Knock.server(LISTED);
        var client = PollingClient.open(server.port());
        var wire = HttpWire.connect(server.port())) {
      wire.send("POST", client.target(), "4hello", "Origin: https://a.example");
      assertThat(wire.receive().header(ALLOW_ORIGIN)).isEqualTo("https://a.example");
      wire.send("GET", client.target(), "", "Origin: https://a.example");
      var poll = wire.receive();
      assertThat(poll.body()).isEqualTo("4hello");
      assertThat(poll.header(ALLOW_ORIGIN)).isEqualTo("https://a.example");
      wire.send("GET", client.target() + "x", "", "Origin: https://a.example");
      var refused = wire.receive();
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.header(ALLOW_ORIGIN)).isEqualTo("https://a.example");
    }
  }

  @Test
  void what_one_answer_was_told_the_next_on_the_connection_does_not_say() {
    try (var server = Knock.server(LISTED);
        var wire = HttpWire.connect(server.port())) {
      assertThat(Knock.POLLING.on(wire, "", "Origin: https://a.example").headers())
          .containsKey(ALLOW_ORIGIN);
      var answer = Knock.POLLING.on(wire, "");
      assertThat(answer.headers()).doesNotContainKey(ALLOW_ORIGIN);
      assertThat(answer.header("vary")).isEqualTo("Origin");
    }
  }

  @Test
  void a_preflight_is_answered_as_the_reference_does_and_makes_no_session() {
    try (var server = Knock.server(LISTED)) {
      var answer = preflight(server, "https://a.example");
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("https://a.example");
      assertThat(answer.header("access-control-allow-methods"))
          .isEqualTo("GET,HEAD,PUT,PATCH,POST,DELETE");
      assertThat(answer.header("access-control-allow-headers")).isEqualTo("x-mine");
      assertThat(answer.header("vary")).isEqualTo("Origin, Access-Control-Request-Headers");
      assertThat(server.engine().sessionsOpened()).isZero();
    }
  }

  @Test
  void a_preflight_of_a_foreign_page_is_refused() {
    try (var server = Knock.server(LISTED)) {
      var answer = preflight(server, "https://b.example");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.headers()).doesNotContainKey(ALLOW_ORIGIN);
    }
  }

  @Test
  void every_page_is_answered_with_a_star() {
    try (var server = Knock.server(ANY)) {
      var answer = Knock.POLLING.at(server, "Origin: https://b.example");
      assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("*");
      assertThat(answer.headers()).doesNotContainKey("vary");
    }
  }

  @Test
  void cookies_go_along_only_when_said_and_never_for_every_page() {
    try (var server = Knock.server(LISTED.withCors(Cors.WITH_CREDENTIALS))) {
      assertThat(preflight(server, "https://a.example").header(ALLOW_CREDENTIALS))
          .isEqualTo("true");
      var answer = Knock.POLLING.at(server, "Origin: https://a.example");
      assertThat(answer.header(ALLOW_CREDENTIALS)).isEqualTo("true");
      assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("https://a.example");
    }
    assertThatThrownBy(() -> ANY.withCors(Cors.WITH_CREDENTIALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("list the origins");
  }

  private static Answer preflight(TestServer server, String origin) {
    try (var wire = HttpWire.connect(server.port())) {
      wire.send(
          "OPTIONS",
          "/socket.io/?EIO=4&transport=polling",
          "",
          "Origin: " + origin,
          "Access-Control-Request-Method: POST",
          "Access-Control-Request-Headers: x-mine");
      return wire.receive();
    }
  }
}
