package io.klatch.server;

import static io.klatch.server.BackEndServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a tenant's back end does by HTTP with a server key.
class BackEndTest {
  @TempDir private Path folder;
  private BackEndServer server;

  @BeforeEach
  void start() throws Exception {
    server = new BackEndServer(folder, Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Nested
  class Acting_as_a_user {
    @Test
    void it_may_do_what_the_user_may_and_is_refused_what_the_user_is_refused() throws Exception {
      var room = server.group("ann", "bob");
      assertThat(server.say("bob", room, "hello").statusCode()).isEqualTo(201);
      assertThat(server.say("eve", room, "hello").statusCode()).isEqualTo(404);
      assertThat(server.say("bob", room, " ").body()).contains("text_empty");
      var message = "/v1/conversations/" + room + "/messages/1";
      assertThat(server.as("ann", "PATCH", message, "{\"text\":\"x\"}").statusCode())
          .isEqualTo(403);
      assertThat(server.as("bob", "PATCH", message, "{\"text\":\"x\"}").statusCode())
          .isEqualTo(200);
    }

    @Test
    void nobody_is_the_user_who_sends_system_messages() throws Exception {
      assertThat(server.as("@system", "GET", "/v1/sync", null).statusCode()).isEqualTo(401);
    }
  }

  @Nested
  class A_system_message {
    @Test
    void is_nobodys_and_is_read_and_counted_like_others() throws Exception {
      var room = server.group("ann", "bob");
      var sent =
          server.call("POST", messages(room), "{\"body\":{\"kind\":\"call\"},\"text\":\"missed\"}");
      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
      var shown =
          json(server.as("bob", "GET", "/v1/conversations/" + room + "/messages", null))
              .get("messages")
              .get(0);
      assertThat(shown.get("sender_id").stringValue()).isEqualTo("@system");
      assertThat(shown.get("type").stringValue()).isEqualTo("system");
      assertThat(shown.get("body").get("kind").stringValue()).isEqualTo("call");
      for (var user : new String[] {"ann", "bob"}) {
        assertThat(json(server.as(user, "GET", "/v1/unread", null)).get("total_unread").intValue())
            .isEqualTo(1);
      }
    }

    @Test
    void has_been_read_by_nobody_for_having_been_sent() throws Exception {
      var room = server.group("ann", "bob");
      json(server.call("POST", messages(room), "{\"text\":\"x\"}"));
      server.restart();
      var receipts = "/v1/conversations/" + room + "/messages/1/receipts";
      assertThat(json(server.as("ann", "GET", receipts, null)).get("read_count").intValue())
          .isZero();
    }

    @Test
    void may_call_everybody_and_is_stored_once_by_its_id() throws Exception {
      var room = server.group("ann", "bob");
      var body = "{\"text\":\"x\",\"mentions\":[\"@all\"],\"client_msg_id\":\"s1\"}";
      assertThat(server.call("POST", messages(room), body).statusCode()).isEqualTo(201);
      var again = json(server.call("POST", messages(room), body));
      assertThat(again.get("deduplicated").booleanValue()).isTrue();
      assertThat(again.get("seq").intValue()).isEqualTo(1);
    }

    @Test
    void goes_to_a_conversation_of_the_tenant_only() throws Exception {
      var room = server.group("ann", "bob");
      json(server.call("POST", "/v1/admin/tenants", "{\"tenant_id\":\"acme\"}"));
      var sent = server.call("POST", messages(room), "{\"text\":\"x\"}", "X-Klatch-Tenant", "acme");
      assertThat(sent.statusCode()).isEqualTo(404);
      assertThat(server.call("POST", messages("nope"), "{\"text\":\"x\"}").statusCode())
          .isEqualTo(404);
    }

    private static String messages(String room) {
      return "/v1/conversations/" + room + "/system-messages";
    }
  }

  @Nested
  class A_user {
    @Test
    void is_told_of_changed_in_the_fields_given_and_found() throws Exception {
      var made =
          server.call(
              "POST",
              "/v1/users",
              "{\"user_id\":\"ann\",\"name\":\"Ann\",\"custom\":{\"plan\":\"pro\"}}");
      assertThat(made.statusCode()).isEqualTo(201);
      var changed =
          server.call(
              "POST", "/v1/users", "{\"user_id\":\"ann\",\"name\":null,\"role\":\"agent\"}");
      assertThat(changed.statusCode()).isEqualTo(200);
      var shown = json(server.call("GET", "/v1/users/ann", null));
      assertThat(shown.get("name").isNull()).isTrue();
      assertThat(shown.get("role").stringValue()).isEqualTo("agent");
      assertThat(shown.get("custom").get("plan").stringValue()).isEqualTo("pro");
      assertThat(server.call("GET", "/v1/users/ann", null, "X-Klatch-Tenant", "acme").statusCode())
          .isEqualTo(401);
      assertThat(server.call("GET", "/v1/users/bob", null).statusCode()).isEqualTo(404);
    }

    @Test
    void is_listed_by_rising_id_page_by_page() throws Exception {
      for (var id : new String[] {"c", "a", "b"}) {
        json(server.call("POST", "/v1/users", "{\"user_id\":\"" + id + "\"}"));
      }
      var first = json(server.call("GET", "/v1/users?limit=2", null));
      assertThat(first.get("users").valueStream().map(it -> it.get("user_id").stringValue()))
          .containsExactly("a", "b");
      var rest = json(server.call("GET", "/v1/users?cursor=" + text(first, "cursor"), null));
      assertThat(rest.get("users")).hasSize(1);
      assertThat(rest.get("has_more").booleanValue()).isFalse();
    }

    @Test
    void that_makes_no_sense_is_refused_with_the_reason() throws Exception {
      for (var nonsense :
          Map.of(
                  "{}",
                  "user_id must be a string",
                  "{\"user_id\":\"@system\"}",
                  "user_id must not be",
                  "{\"user_id\":\"a\",\"name\":\"\"}",
                  "name must be one visible line",
                  "{\"user_id\":\"a\",\"custom\":[]}",
                  "custom must be an object",
                  "{\"user_id\":\"a\",\"custom\":{\"x\":\"" + "y".repeat(5_000) + "\"}}",
                  "at most 4,096 bytes")
              .entrySet()) {
        var answer = server.call("POST", "/v1/users", nonsense.getKey());
        assertThat(answer.statusCode()).as(nonsense.getKey()).isEqualTo(400);
        assertThat(answer.body()).contains(nonsense.getValue());
      }
    }
  }

  @Nested
  class A_request_with_a_key {
    @Test
    void is_done_once_and_answered_alike_after_a_restart_too() throws Exception {
      var body = "{\"type\":\"group\",\"member_ids\":[\"bob\"]}";
      var first = keyed("k1", "ann", "POST", "/v1/conversations", body);
      assertThat(first.statusCode()).isEqualTo(201);
      assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
      server.restart();
      var again = keyed("k1", "ann", "POST", "/v1/conversations", body);
      assertThat(again.statusCode()).isEqualTo(201);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
      assertThat(json(server.as("ann", "GET", "/v1/conversations", null)).get("conversations"))
          .hasSize(1);
    }

    @Test
    void that_another_request_had_is_refused() throws Exception {
      var room = server.group("ann", "bob");
      var path = "/v1/conversations/" + room + "/messages";
      json(keyed("k1", "ann", "POST", path, "{\"text\":\"one\"}"));
      for (var other :
          new HttpResponse<?>[] {
            keyed("k1", "ann", "POST", path, "{\"text\":\"two\"}"),
            keyed("k1", "bob", "POST", path, "{\"text\":\"one\"}"),
            keyed("k1", "ann", "DELETE", path + "/1?for=all", "")
          }) {
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat((String) other.body()).contains("idempotency_key_reused");
      }
    }

    @Test
    void is_refused_again_as_it_was_refused_first() throws Exception {
      var room = server.group("ann", "bob");
      var path = "/v1/conversations/" + room + "/messages";
      assertThat(keyed("k1", "eve", "POST", path, "{\"text\":\"x\"}").statusCode()).isEqualTo(404);
      json(
          server.as(
              "ann", "POST", path.replace("messages", "members"), "{\"user_ids\":[\"eve\"]}"));
      assertThat(keyed("k1", "eve", "POST", path, "{\"text\":\"x\"}").statusCode()).isEqualTo(404);
    }

    @Test
    void whose_answer_was_lost_in_a_crash_is_not_done_twice() throws Exception {
      var room = server.group("ann", "bob");
      var path = "/v1/conversations/" + room + "/messages";
      var first = json(keyed("k1", "ann", "POST", path, "{\"text\":\"one\"}"));
      var pinned = keyed("k2", "ann", "PUT", path + "/1/pin", "");
      server.restart(this::forgetAnswers);
      var again = json(keyed("k1", "ann", "POST", path, "{\"text\":\"one\"}"));
      assertThat(again.get("deduplicated").booleanValue()).isTrue();
      assertThat(again.get("seq")).isEqualTo(first.get("seq"));
      var pinnedAgain = json(keyed("k2", "ann", "PUT", path + "/1/pin", ""));
      assertThat(pinnedAgain.get("deduplicated").booleanValue()).isTrue();
      assertThat(pinnedAgain.get("change_seq")).isEqualTo(json(pinned).get("change_seq"));
    }

    @Test
    void must_have_one_that_can_be_kept() throws Exception {
      var long256 = "k".repeat(256);
      assertThat(keyed(long256, "ann", "POST", "/v1/conversations", "{}").body())
          .contains("Idempotency-Key must have");
    }

    private HttpResponse<String> keyed(
        String key, String user, String method, String path, String body) throws Exception {
      return server.call(method, path, body, "X-Klatch-User", user, "Idempotency-Key", key);
    }

    private void forgetAnswers() throws SQLException {
      var file = folder.resolve("data").resolve("klatch.db");
      try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          var statement = connection.createStatement()) {
        assertThat(statement.executeUpdate("delete from answers")).isPositive();
      }
    }
  }

  private static String text(JsonNode json, String field) {
    return json.get(field).stringValue();
  }
}
