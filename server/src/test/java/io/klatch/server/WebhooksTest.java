package io.klatch.server;

import static io.klatch.server.BackEndServer.HOOKS;
import static io.klatch.server.BackEndServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.HookServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What tenants' back ends are told, over the wire.
class WebhooksTest {
  private static final Answer BROKEN = new Answer(500, "");

  @TempDir private Path folder;
  private HookServer hook;
  private BackEndServer server;

  @BeforeEach
  void start() throws Exception {
    hook = new HookServer();
    server = BackEndServer.hooking(folder);
  }

  @AfterEach
  void stop() {
    server.close();
    hook.close();
  }

  @Nested
  class A_webhook {
    @Test
    void is_told_what_happens_in_the_order_of_the_conversation() throws Exception {
      server.addHook(hook.url("/a"));
      var room = server.group("ann", "bob");
      for (var i = 1; i <= 3; i++) {
        json(server.say("ann", room, "m" + i));
      }
      var message = "/v1/conversations/" + room + "/messages/1";
      json(server.as("ann", "PATCH", message, "{\"text\":\"changed\"}"));
      json(server.as("bob", "PUT", message + "/reactions/x", ""));
      json(server.as("bob", "PUT", message + "/pin", ""));
      json(server.as("bob", "DELETE", message + "/pin", ""));
      json(server.as("ann", "DELETE", message + "?for=all", ""));
      var members = "/v1/conversations/" + room + "/members";
      json(server.as("ann", "POST", members, "{\"user_ids\":[\"eve\"]}"));
      json(server.as("ann", "PATCH", members + "/eve", "{\"role\":\"admin\"}"));
      json(server.as("ann", "DELETE", members + "/eve", ""));
      json(server.as("ann", "PATCH", "/v1/conversations/" + room, "{\"title\":\"t\"}"));
      json(server.as("ann", "POST", "/v1/conversations/" + room + "/mute", "{}"));
      hook.awaitTold(13);
      assertThat(hook.told.stream().map(HookServer.Told::type))
          .containsExactly(
              "conversation.new",
              "message.new",
              "message.new",
              "message.new",
              "message.edited",
              "message.reaction",
              "message.pinned",
              "message.unpinned",
              "message.deleted",
              "member.added",
              "member.role",
              "member.removed",
              "conversation.updated");
      assertThat(hook.told.get(3).data().get("seq").intValue()).isEqualTo(3);
      assertThat(hook.told.get(3).json().get("tenant_id").stringValue()).isEqualTo("default");
      assertThat(hook.told.stream().map(it -> it.json().get("event_id").stringValue()))
          .doesNotHaveDuplicates();
    }

    @Test
    @Tag("M13")
    void is_told_the_stream_that_an_event_is_of() throws Exception {
      server.addHook(hook.url("/a"));
      var room = server.group("ann", "bob");
      json(server.say("ann", room, "one"));
      hook.awaitTold(2);
      assertThat(hook.told.stream().map(it -> it.json().get("topic").stringValue()))
          .containsExactly("chat.conversations", "chat.messages");
    }

    @Test
    void is_told_the_events_it_names_from_its_making_on() throws Exception {
      var room = server.group("ann", "bob");
      json(server.say("ann", room, "before"));
      json(
          server.call(
              "POST", HOOKS, "{\"url\":\"" + hook.url("/a") + "\",\"events\":[\"message.new\"]}"));
      json(server.as("ann", "PUT", "/v1/conversations/" + room + "/messages/1/pin", ""));
      json(server.say("ann", room, "after"));
      hook.awaitTold(1);
      assertThat(hook.texts()).containsExactly("after");
    }

    @Test
    void of_a_suspended_tenant_is_told_when_the_tenant_is_active_again() throws Exception {
      var tries = new AtomicInteger();
      hook.answers =
          request -> {
            if (request.path().equals("/acme")) {
              tries.incrementAndGet();
              return BROKEN;
            }
            return HookServer.TAKEN;
          };
      server.addHook(hook.url("/default"));
      json(server.call("POST", "/v1/admin/tenants", "{\"tenant_id\":\"acme\"}"));
      var url = "{\"url\":\"" + hook.url("/acme") + "\"}";
      json(server.call("POST", "/v1/admin/tenants/acme/webhooks", url));
      server.groupIn("acme", "ann", "bob");
      hook.await("the first try", () -> tries.get() > 0);
      setStatus("suspended");
      server.restart();
      tries.set(0);

      server.group("ann", "bob");
      hook.await("what others are told", () -> !hook.told.isEmpty());
      assertThat(tries).hasValue(0);

      hook.answers = _ -> HookServer.TAKEN;
      setStatus("active");
      hook.await(
          "what was kept", () -> hook.told.stream().anyMatch(it -> it.path().equals("/acme")));
    }

    private void setStatus(String status) throws Exception {
      var body = "{\"status\":\"" + status + "\"}";
      json(server.call("PATCH", "/v1/admin/tenants/acme", body));
    }

    @Test
    void can_check_who_told_it_while_its_secret_changes() throws Exception {
      var made = server.addHook(hook.url("/a"));
      var id = made.get("webhook_id").stringValue();
      var secret = made.get("secret").stringValue();
      var room = server.group("ann", "bob");
      hook.awaitTold(1);
      assertThat(signatures(hook.told.getFirst())).containsExactly(sign(secret, 0));
      var renewed = json(server.call("POST", HOOKS + "/" + id + "/secrets", ""));
      var newSecret = renewed.get("secret").stringValue();
      json(server.say("ann", room, "x"));
      hook.awaitTold(2);
      assertThat(signatures(hook.told.get(1))).containsExactly(sign(newSecret, 1), sign(secret, 1));
      json(server.call("DELETE", HOOKS + "/" + id + "/secrets", ""));
      json(server.say("ann", room, "y"));
      hook.awaitTold(3);
      assertThat(signatures(hook.told.get(2))).containsExactly(sign(newSecret, 2));
      assertThat(server.call("GET", HOOKS, null).body()).doesNotContain("whsec_");
    }

    @Test
    void that_is_not_active_is_told_later_and_one_that_is_removed_never() throws Exception {
      var path = HOOKS + "/" + server.addHook(hook.url("/a")).get("webhook_id").stringValue();
      json(server.call("PATCH", path, "{\"active\":false}"));
      var room = server.group("ann", "bob");
      json(server.say("ann", room, "held back"));
      assertThat(hook.told).isEmpty();
      json(server.call("PATCH", path, "{\"active\":true}"));
      hook.awaitTold(2);
      json(server.call("DELETE", path, ""));
      json(server.say("ann", room, "unheard"));
      server.addHook(hook.url("/b"));
      json(server.say("ann", room, "heard by b"));
      hook.awaitTold(3);
      assertThat(hook.texts()).containsExactly("held back", "heard by b");
    }

    private List<String> signatures(HookServer.Told told) {
      var parts = new ArrayList<>(List.of(told.signature().split(",", -1)));
      parts.removeIf(part -> !part.startsWith("v1="));
      return parts.stream().map(part -> part.substring(3)).toList();
    }

    private String sign(String secret, int index) throws Exception {
      var told = hook.told.get(index);
      var seconds = told.signature().substring(2, told.signature().indexOf(','));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal((seconds + "." + told.body()).getBytes(UTF_8)));
    }
  }

  @Test
  void an_address_of_a_private_network_is_not_called_unless_it_may_be() throws Exception {
    try (var careful =
        new BackEndServer(folder.resolve("careful"), Map.of("webhooks.retry-min", "10ms"))) {
      careful.addHook(hook.url("/a"));
      careful.group("ann", "bob");
      hook.await(
          "a failure",
          () ->
              careful
                  .firstHook()
                  .get("failure")
                  .asString("")
                  .contains("not of the public network"));
      assertThat(hook.told).isEmpty();
    }
  }

  @Test
  void what_makes_no_sense_is_refused_with_the_reason() throws Exception {
    for (var nonsense :
        Map.of(
                "{}", "url must be a string",
                "{\"url\":\"ftp://a.example/\"}", "url must be https://",
                "{\"url\":\"https://u:p@a.example/\"}", "url must be https://",
                "{\"url\":\"https://a.example/\",\"events\":[\"x\"]}", "events has x, known:",
                "{\"url\":\"https://a.example/\",\"events\":[]}", "has events or before_send",
                "{\"url\":\"https://a.example/\",\"evnts\":[]}", "evnts is no field",
                "{\"url\":\"https://a.example/\",\"before_send\":{\"deadline_ms\":1}}",
                    "deadline_ms is 1, allowed")
            .entrySet()) {
      var answer = server.call("POST", HOOKS, nonsense.getKey());
      assertThat(answer.statusCode()).as(nonsense.getKey()).isEqualTo(400);
      assertThat(answer.body()).contains(nonsense.getValue());
    }
    assertThat(server.call("GET", "/v1/admin/tenants/nobody/webhooks", null).statusCode())
        .isEqualTo(404);
    assertThat(server.call("GET", "/v1/admin/webhooks/x/dead-letters", null).statusCode())
        .isEqualTo(404);
  }
}
