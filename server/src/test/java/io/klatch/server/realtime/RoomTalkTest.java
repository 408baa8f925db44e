package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A room is a place to talk like any other: messages, history, typing, presence.
class RoomTalkTest {
  private static final String GENERAL = "{\"room_id\":1}";

  @TempDir private Path folder;

  @Test
  void participants_see_who_types_who_is_here_and_what_was_said_before() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      var id = ann.ask("room:join", GENERAL).get("conversation_id").stringValue();
      ann.ask("message:send", "{\"conversation_id\":\"" + id + "\",\"text\":\"hello\"}");
      assertThat(status(bob, "presence:get-batch")).isEqualTo("offline");
      bob.ask("room:join", GENERAL);
      if (!status(bob, "presence:subscribe").equals("online")) {
        var update = bob.until("presence:update").first();
        assertThat(update.get("status").stringValue()).isEqualTo("online");
      }
      var history = bob.ask("message:history", "{\"conversation_id\":\"" + id + "\"}");
      assertThat(history.get("messages").get(0).get("text").stringValue()).isEqualTo("hello");
      ann.ask("typing:start", "{\"conversation_id\":\"" + id + "\"}");
      var typing = bob.until("typing:aggregated").first();
      assertThat(typing.toString()).contains("ann");
    }
  }

  /// Of Ann, as the asker may know it.
  private static String status(WireClient asker, String event) {
    var users = asker.ask(event, "{\"user_ids\":[\"ann\"]}").get("users");
    return users.get(0).get("status").stringValue();
  }
}
