package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits of rate that hold on every way in, since use cases count for themselves.
class RateLimitsTest {
  @TempDir private Path folder;
  private BackEndServer server;

  @BeforeEach
  void start() throws Exception {
    var settings =
        Map.of("limits.conversation-new", "2 per 1h", "limits.new-account-send", "3 per 1m");
    server = new BackEndServer(folder, settings);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void who_opens_too_many_conversations_is_told_when_to_go_on_and_finds_those_there_are()
      throws Exception {
    assertThat(direct("ann", "bob").statusCode()).isEqualTo(201);
    for (var i = 0; i < 5; i++) {
      assertThat(direct("ann", "bob").statusCode()).isEqualTo(200);
    }
    server.group("ann", "bob");
    assertLimited(direct("ann", "carl"));
    assertLimited(
        server.as("ann", "POST", "/v1/conversations", "{\"type\":\"group\",\"member_ids\":[]}"));
    assertLimited(server.as("ann", "POST", "/api/chat/rooms", "{\"otherUserId\":\"carl\"}"));
    assertThat(direct("ann", "bob").statusCode()).isEqualTo(200);
    assertThat(direct("carl", "ann").statusCode()).isEqualTo(201);
    assertThat(direct("ann", "carl").statusCode()).isEqualTo(200);
  }

  @Test
  void a_tenants_own_rate_holds_as_soon_as_it_is_changed() throws Exception {
    server.group("ann", "bob");
    server.group("ann", "bob");
    assertLimited(direct("ann", "carl"));
    var limits = "{\"limits\":{\"conversation-new\":\"9 per 1h\"}}";
    BackEndServer.json(server.call("PATCH", "/v1/admin/tenants/default", limits));
    assertThat(direct("ann", "carl").statusCode()).isEqualTo(201);
  }

  @Test
  @Tag("A9")
  void a_new_account_sends_less_to_each_conversation_and_all_others_as_before() throws Exception {
    BackEndServer.json(server.call("POST", "/v1/users", "{\"user_id\":\"ann\"}"));
    var here = server.group("ann", "bob");
    var there = server.group("ann", "bob");
    for (var i = 0; i < 3; i++) {
      BackEndServer.json(server.say("ann", here, "hi"));
      BackEndServer.json(server.say("bob", here, "hi"));
    }
    assertLimited(server.say("ann", here, "hi"));
    BackEndServer.json(server.say("bob", here, "hi"));
    BackEndServer.json(server.say("ann", there, "hi"));
  }

  private HttpResponse<String> direct(String user, String other) throws Exception {
    var body = "{\"type\":\"direct\",\"member_ids\":[\"" + other + "\"]}";
    return server.as(user, "POST", "/v1/conversations", body);
  }

  private static void assertLimited(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After"))
        .hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
    var refusal = BackEndServer.JSON.readTree(answer.body());
    assertThat(refusal.get("code").stringValue()).isEqualTo("rate_limited");
    assertThat(refusal.get("retry_after_ms").longValue()).isPositive();
  }
}
