package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.WsClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  private static final Access SAME = Access.defaults();
  private static final Access LISTED =
      SAME.withOrigins(Origins.of(List.of("https://app.example.com", "http://dev.test:5173")));
  private static final Access PROXIED =
      SAME.withProxies(TrustedProxies.of(List.of("127.0.0.0/8", "::1")));

  @ParameterizedTest
  @EnumSource
  void a_client_that_is_no_browser_states_no_origin_and_comes_in(Knock knock) {
    try (var server = Knock.server(SAME)) {
      assertThat(knock.at(server).status()).isEqualTo(knock.in);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_page_of_the_server_itself_comes_in(Knock knock) {
    try (var server = Knock.server(SAME)) {
      assertThat(knock.at(server, "Origin: http://test").status()).isEqualTo(knock.in);
      assertThat(knock.at(server, "Origin: HTTP://TEST:80").status()).isEqualTo(knock.in);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_page_from_elsewhere_is_told_why_it_is_refused_and_gets_no_session(Knock knock) {
    try (var server = Knock.server(SAME)) {
      var answer = knock.at(server, "Origin: https://evil.example");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("content-type")).isEqualTo("application/json");
      assertThat(answer.body())
          .isEqualTo(
              "{\"code\":4,\"message\":\"origin https://evil.example is not allowed here, at"
                  + " http://test: list it, or trust the proxy in between\"}");
      assertThat(server.engine().sessionsOpened()).isZero();
      assertThat(server.engine().denied(Denied.FOREIGN_ORIGIN)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://test",
        "http://test:8080",
        "http://test.evil.example",
        "http://sub.test",
        "http://test@evil.example",
        "null",
        "",
        "test"
      })
  void what_only_resembles_the_own_origin_is_foreign(String origin) {
    try (var server = Knock.server(SAME)) {
      for (var knock : Knock.values()) {
        assertThat(knock.at(server, "Origin: " + origin).status()).isEqualTo(403);
      }
      assertThat(server.engine().sessionsOpened()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_list_is_exact_and_does_not_include_the_own_origin_unless_it_says_so(Knock knock) {
    try (var server = Knock.server(LISTED)) {
      assertThat(knock.at(server, "Origin: https://app.example.com").status()).isEqualTo(knock.in);
      assertThat(knock.at(server, "Origin: http://dev.test:5173").status()).isEqualTo(knock.in);
      assertThat(knock.at(server, "Origin: http://dev.test").status()).isEqualTo(403);
      assertThat(knock.at(server, "Origin: http://test").status()).isEqualTo(403);
    }
    var both = SAME.withOrigins(Origins.of(List.of("same", "https://app.example.com")));
    try (var server = Knock.server(both)) {
      assertThat(knock.at(server, "Origin: http://test").status()).isEqualTo(knock.in);
      assertThat(knock.at(server, "Origin: https://app.example.com").status()).isEqualTo(knock.in);
    }
  }

  @ParameterizedTest
  @EnumSource
  void any_page_comes_in_when_it_was_said(Knock knock) {
    try (var server = Knock.server(SAME.withOrigins(Origins.of(List.of("*"))))) {
      assertThat(knock.at(server, "Origin: https://evil.example").status()).isEqualTo(knock.in);
      assertThat(knock.at(server, "Origin: null").status()).isEqualTo(knock.in);
    }
  }

  @ParameterizedTest
  @EnumSource
  void behind_a_trusted_proxy_the_own_origin_is_what_the_browser_sees(Knock knock) {
    String[] forwarded = {
      "X-Forwarded-Proto: https",
      "X-Forwarded-Host: chat.example.com",
      "Origin: https://chat.example.com"
    };
    try (var server = Knock.server(PROXIED)) {
      assertThat(knock.at(server, forwarded).status()).isEqualTo(knock.in);
      assertThat(knock.at(server, "X-Forwarded-Proto: https", "Origin: https://test").status())
          .isEqualTo(knock.in);
      assertThat(knock.at(server, "X-Forwarded-Proto: https", "Origin: http://test").status())
          .isEqualTo(403);
    }
    try (var server = Knock.server(SAME)) {
      assertThat(knock.at(server, forwarded).status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_link_or_an_image_on_another_site_opens_nothing(Knock knock) {
    try (var server = Knock.server(SAME)) {
      assertThat(knock.at(server, "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
      assertThat(knock.at(server, "Sec-Fetch-Site: same-origin").status()).isEqualTo(knock.in);
    }
  }

  @Test
  void a_foreign_page_cannot_use_a_session_that_it_knows_of() {
    try (var server = Knock.server(SAME);
        var client = PollingClient.open(server.port());
        var wire = HttpWire.connect(server.port());
        var other = HttpWire.connect(server.port())) {
      wire.send("POST", client.target(), "4hello", "Origin: https://evil.example");
      assertThat(wire.receive().status()).isEqualTo(403);
      wire.send("GET", client.target(), "", "Origin: https://evil.example");
      assertThat(wire.receive().status()).isEqualTo(403);
      var upgrade = "EIO=4&transport=websocket&sid=" + client.sid();
      assertThat(WsClient.handshake(other, upgrade, "Origin: https://evil.example").status())
          .isEqualTo(403);
      other.awaitEnd();
      client.post("4mine");
      assertThat(client.packets()).containsExactly("4mine");
    }
  }

  @Test
  void what_a_client_states_is_cut_and_cannot_break_the_answer() {
    try (var server = Knock.server(SAME)) {
      var answer = Knock.POLLING.at(server, "Origin: http://\"" + "x".repeat(1_000));
      assertThat(answer.body()).startsWith("{\"code\":4,\"message\":\"origin http://\\\"xxx");
      assertThat(answer.body().length()).isLessThan(250);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a/", "https://a/b", "a.example", "https://*.a.example", "null"})
  void what_is_no_exact_origin_cannot_be_listed(String word) {
    assertThatThrownBy(() -> Origins.of(List.of(word)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + word + "' is not an origin");
  }
}
