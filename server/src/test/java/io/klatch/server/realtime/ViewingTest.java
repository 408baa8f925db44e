package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.delivery.Whisper.Told;
import io.klatch.server.delivery.Whisper.Whispered;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class ViewingTest {
  @TempDir private Path folder;

  @Test
  void a_member_may_show_a_conversation_and_then_none() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      var room = open(ann, 2);
      var ack = ann.ask("conversation:view", view(room));
      assertThat(ack).hasToString("{\"ok\":true,\"conversation_id\":\"" + room + "\"}");
      assertThat(server.viewers.of(key(room))).hasSize(1);
      ann.ask("conversation:view", "{\"conversation_id\":null}");
      assertThat(server.viewers.of(key(room))).isEmpty();
      assertThat(server.viewers.count()).isZero();
    }
  }

  @Test
  void a_conversation_that_is_not_yours_or_of_another_tenant_cannot_be_shown() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var eve = server.signedIn("eve");
        var foreign = server.signedIn("other/ann")) {
      var room = open(ann, 2);
      assertThat(code(eve, view(room))).isEqualTo("not_found");
      assertThat(code(foreign, view(room))).isEqualTo("not_found");
      assertThat(code(eve, view("none"))).isEqualTo("not_found");
      assertThat(server.viewers.count()).isZero();
    }
  }

  @Test
  @Tag("T16")
  void a_socket_that_goes_shows_nothing_any_more() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      var room = open(ann, 2);
      ann.ask("conversation:view", view(room));
      ann.drop();
      ann.signIn(); // Registered only when the old connection of the session is on its way out.
      Waiting.until("the dropped socket shows nothing", () -> server.viewers.count() == 0);
    }
  }

  @Test
  void what_is_fleeting_goes_to_all_members_of_a_small_conversation() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("u1")) {
      var room = open(ann, 32);
      server.whisper.toConversation(key(room), sockets -> told(sockets, Map.of()));
      assertThat(bob.nth(1, "told").first().get("n").intValue()).isEqualTo(2);
      ann.nth(1, "told");
    }
  }

  @Test
  void what_is_fleeting_goes_to_those_who_look_at_a_large_conversation() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("u1")) {
      var room = open(ann, 33);
      bob.ask("conversation:view", view(room));
      server.whisper.toConversation(key(room), sockets -> told(sockets, Map.of()));
      assertThat(bob.nth(1, "told").first().get("n").intValue()).isEqualTo(1);
      ann.ask("sync:get", "{}");
      assertThat(ann.all("told")).isEmpty();
    }
  }

  @Test
  void some_can_be_told_something_else() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("u1")) {
      var room = open(ann, 2);
      server.whisper.toConversation(
          key(room), _ -> told(7, Map.of(new UserId("u1"), event("else", 8))));
      assertThat(ann.until("told", "else").first().get("n").intValue()).isEqualTo(7);
      assertThat(bob.until("told", "else").first().get("n").intValue()).isEqualTo(8);
    }
  }

  private static Told told(int n, Map<UserId, @Nullable Whispered> instead) {
    return new Told(event("told", n), instead);
  }

  private static Whispered event(String name, int n) {
    return new Whispered(name, JsonNodeFactory.instance.objectNode().put("n", n), false);
  }

  /// A group of ann, u1, u2 …
  private static String open(WireClient ann, int members) {
    var others =
        IntStream.range(1, members)
            .mapToObj(i -> "\"u" + i + "\"")
            .collect(Collectors.joining(","));
    return ann.ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[" + others + "]}")
        .get("conversation_id")
        .stringValue();
  }

  private static String view(String room) {
    return "{\"conversation_id\":\"" + room + "\"}";
  }

  private static String code(WireClient client, String view) {
    return client.ask("conversation:view", view).get("code").stringValue();
  }

  private static ConversationKey key(String room) {
    return new ConversationKey(TenantId.DEFAULT, new ConversationId(room));
  }
}
