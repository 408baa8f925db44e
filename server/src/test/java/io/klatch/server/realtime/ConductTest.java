package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConductTest {
  @TempDir private Path folder;

  @Test
  void who_earns_fifty_refusals_within_ten_seconds_is_closed_and_slowed_and_others_go_on()
      throws Exception {
    var strict = new Conduct((_, _) -> Duration.ZERO, Conduct.REFUSALS_MAX, Clock.systemUTC());
    try (var server = new LiveServer(folder, strict);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      for (var i = 1; i < Conduct.REFUSALS_MAX; i++) {
        assertThat(ann.ask("message:send", "{}").get("code").stringValue())
            .isEqualTo("bad_request");
      }
      ann.emit("message:send", "{}");
      ann.untilClosed();
      assertThat(bob.ask("sync:get", "{}").get("ok").booleanValue()).isTrue();
      assertThat(handshakes(server.port(), 3)).contains(429);
    }
  }

  @Test
  void a_join_that_comes_too_soon_is_told_how_long_to_wait() {
    var slow = new Conduct((_, _) -> Duration.ofMillis(1_500), 50, Clock.systemUTC());
    try (var server = new LiveServer(folder, slow);
        var ann = server.signedIn("ann")) {
      var refusal = ann.ask("joinRoom", "{\"conversationId\":\"c\"}");
      assertThat(refusal.get("code").stringValue()).isEqualTo("rate_limited");
      assertThat(refusal.get("retry_after_ms").intValue()).isEqualTo(1_500);
      assertThat(ann.ask("sync:get", "{}").get("ok").booleanValue()).isTrue();
    }
  }

  @Test
  void a_userId_in_a_payload_that_is_not_the_tokens_is_refused_by_every_event() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      for (var event : server.realtime.events().keySet()) {
        assertThat(ann.ask(event, "{\"userId\":\"bob\"}").get("code").stringValue())
            .as(event)
            .isEqualTo("user_mismatch");
      }
      assertThat(ann.ask("sync:get", "{\"userId\":\"ann\"}").get("ok").booleanValue()).isTrue();
    }
  }

  @Test
  void a_user_named_when_connecting_must_be_the_tokens() {
    try (var server = new LiveServer(folder)) {
      for (var name : new String[] {"userId", "user_id"}) {
        try (var honest = server.client("ann").with(name, "ann");
            var other = server.client("ann").with(name, "bob")) {
          assertThat(honest.connect().name()).isEqualTo("connect");
          var refusal = other.connect();
          assertThat(refusal.name()).isEqualTo("connect_error");
          assertThat(refusal.first().get("data").get("code").stringValue())
              .isEqualTo("user_mismatch");
        }
      }
    }
  }

  /// The statuses of so many handshakes, one after the other.
  private static List<Integer> handshakes(int port, int count) throws Exception {
    var url = URI.create("http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling");
    var statuses = new ArrayList<Integer>();
    try (var http = HttpClient.newHttpClient()) {
      for (int i = 0; i < count; i++) {
        var answer = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding());
        statuses.add(answer.statusCode());
      }
    }
    return statuses;
  }
}
