package io.klatch.server;

import static io.klatch.server.BackEndServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Exports of conversations and users, over the wire.
class ExportRoutesTest {
  private static final int MANY = 100_000;

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
  class A_conversation {
    @Test
    void is_told_with_members_messages_and_changes_as_lines_of_json() throws Exception {
      var room = server.group("ann", "bob");
      json(server.say("ann", room, "one"));
      json(server.say("bob", room, "two"));
      var message = "/v1/conversations/" + room + "/messages/1";
      json(server.as("ann", "PATCH", message, "{\"text\":\"changed\"}"));
      json(server.as("bob", "PUT", message + "/reactions/x", ""));
      json(server.as("bob", "DELETE", "/v1/conversations/" + room + "/messages/2?for=all", null));
      var answer = server.call("GET", "/v1/conversations/" + room + "/export", null);
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValue("application/x-ndjson; charset=utf-8");
      var lines = lines(answer);
      assertThat(lines.stream().map(it -> text(it, "line")))
          .containsSubsequence("conversation", "member", "member", "message", "message", "change")
          .endsWith("end");
      assertThat(lines.getFirst().get("conversation_id").stringValue()).isEqualTo(room);
      var first = of("message", lines).getFirst();
      assertThat(text(first, "text")).isEqualTo("changed");
      assertThat(first.get("versions").valueStream().map(it -> text(it, "text")))
          .containsExactly("one", "changed");
      assertThat(text(first.get("reactions").get(0), "user_id")).isEqualTo("bob");
      assertThat(of("message", lines).get(1).get("deleted").booleanValue()).isTrue();
      assertThat(of("change", lines).stream().map(it -> text(it, "event")))
          .contains("message:updated", "message:deleted");
      assertThat(lines.getLast().get("count").intValue()).isEqualTo(lines.size() - 1);
    }

    @Test
    void of_a_hundred_thousand_messages_is_told_whole_and_who_reads_slowly_holds_up_nobody()
        throws Exception {
      var room = server.group("ann", "bob");
      server.restart(() -> fill(room));
      var path = "/v1/conversations/" + room + "/export";
      var slow = new ArrayList<HttpResponse<InputStream>>();
      for (var reader = 0; reader < 4; reader++) {
        slow.add(server.open(path));
      }
      var fifth = server.call("GET", path, null);
      assertThat(fifth.statusCode()).isEqualTo(429);
      assertThat(fifth.body()).contains("rate_limited", "exports");
      json(server.say("bob", room, "meanwhile"));
      json(server.as("ann", "GET", "/v1/conversations/" + room + "/messages", null));

      var next = 1;
      try (var lines = new BufferedReader(new InputStreamReader(slow.getFirst().body(), UTF_8))) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          var json = BackEndServer.JSON.readTree(line);
          if (text(json, "line").equals("message")) {
            assertThat(json.get("seq").intValue()).isEqualTo(next++);
          }
        }
      }
      assertThat(next).isGreaterThan(MANY);
      for (var each : slow) {
        each.body().close();
      }
    }

    @Test
    void of_another_tenant_or_that_is_not_there_is_not_told() throws Exception {
      var room = server.group("ann", "bob");
      json(server.call("POST", "/v1/admin/tenants", "{\"tenant_id\":\"acme\"}"));
      var path = "/v1/conversations/" + room + "/export";
      assertThat(server.call("GET", path, null, "X-Klatch-Tenant", "acme").statusCode())
          .isEqualTo(404);
      assertThat(server.call("GET", path.replace(room, "nope"), null).statusCode()).isEqualTo(404);
    }
  }

  @Nested
  class A_user {
    @Test
    void is_told_with_everything_that_is_kept_of_them() throws Exception {
      var room = server.group("ann", "bob");
      json(server.call("POST", "/v1/users", "{\"user_id\":\"ann\",\"name\":\"Ann\"}"));
      json(server.as("ann", "PATCH", "/v1/privacy", "{\"typing\":false}"));
      json(server.say("ann", room, "mine"));
      json(server.say("bob", room, "not mine"));
      var theirs = "/v1/conversations/" + room + "/messages/2";
      json(server.as("ann", "PUT", theirs + "/reactions/x", ""));
      json(server.as("ann", "POST", theirs + "/report", "{\"reason\":\"spam\"}"));
      var read = "{\"conversation_id\":\"" + room + "\",\"up_to_seq\":2}";
      json(server.as("ann", "POST", "/v1/receipts/read", read));
      json(server.as("ann", "PUT", "/v1/conversations/" + room + "/draft", "{\"text\":\"half\"}"));
      var tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      var later = "{\"text\":\"later\",\"send_at\":\"" + tomorrow + "\"}";
      json(server.as("ann", "POST", "/v1/conversations/" + room + "/messages", later));
      json(server.as("ann", "POST", "/v1/attachments?name=a.txt", "bytes"));
      json(server.as("ann", "PUT", "/v1/blocks/bob", ""));

      var lines = lines(server.call("GET", "/v1/users/ann/export", null));

      assertThat(lines.stream().map(it -> text(it, "line")))
          .containsSubsequence(
              "user",
              "privacy",
              "block",
              "report",
              "draft",
              "scheduled",
              "file",
              "membership",
              "message",
              "reaction",
              "end");
      assertThat(of("message", lines).stream().map(it -> text(it, "text"))).containsExactly("mine");
      var membership = of("membership", lines).getFirst();
      assertThat(text(membership, "role")).isEqualTo("owner");
      assertThat(text(of("report", lines).getFirst().get("message"), "text")).isEqualTo("not mine");
      assertThat(text(of("file", lines).getFirst(), "name")).isEqualTo("a.txt");
    }

    @Test
    void of_whom_nothing_is_kept_is_not_found() throws Exception {
      for (var id : Set.of("nobody", "@system", "%20")) {
        assertThat(server.call("GET", "/v1/users/" + id + "/export", null).statusCode())
            .as(id)
            .isEqualTo(404);
      }
    }
  }

  @Test
  void only_a_back_end_may_ask_whoever_it_acts_as() throws Exception {
    var room = server.group("ann", "bob");
    var token = TestTokens.of(BackEndServer.SECRET, "default", "ann");
    for (var path : List.of("/v1/conversations/" + room + "/export", "/v1/users/ann/export")) {
      var refused = server.call("GET", path, null, "Authorization", "Bearer " + token);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(401);
    }
  }

  private void fill(String room) throws SQLException {
    var file = folder.resolve("data").resolve("klatch.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(
          "with recursive n (i) as (select 1 union all select i + 1 from n where i < "
              + MANY
              + ") insert into messages (pos, tenant_id, conversation_id, seq, sender_id, text,"
              + " created_at, persisted_at) select 1000000 + i, 'default', '"
              + room
              + "', i, 'ann', 'message ' || i, 1700000000000 + i, 1700000000000 + i from n");
      statement.executeUpdate(
          "update conversations set last_seq = "
              + MANY
              + ", last_at = 1700000100000, last_pos = 1100000 where conversation_id = '"
              + room
              + "'");
      connection.commit();
    }
  }

  private static List<JsonNode> lines(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().<JsonNode>map(BackEndServer.JSON::readTree).toList();
  }

  private static List<JsonNode> of(String line, List<JsonNode> lines) {
    return lines.stream().filter(it -> text(it, "line").equals(line)).toList();
  }

  private static String text(JsonNode json, String field) {
    return json.get(field).stringValue();
  }
}
