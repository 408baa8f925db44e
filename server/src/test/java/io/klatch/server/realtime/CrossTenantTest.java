package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every event there is, with the ids of another tenant, by a user of the same name.
///
/// A new event is tried by itself. If it needs a field that is not in [#EVERYTHING] it fails here
/// as `bad_request`: add the field, with what the victim has.
class CrossTenantTest {
  private static final String MARK = "what nobody else may read";

  /// Every field that an event requires.
  private static final String EVERYTHING =
      """
      {"conversation_id":"ROOM","conversationId":"ROOM","chatRoomId":"ROOM",
       "conversation_ids":["ROOM"],"to_conversation_id":"ROOM","message_id":"ROOM.1",
       "seq":1,"up_to_seq":1,"text":"intruded",
       "emoji":"+1","for":"all","type":"group","member_ids":["bob"],"user_id":"bob",
       "user_ids":["bob"],"role":"admin","kind":"text","status":"online","query":"nobody","title":"t",
       "scheduled_id":"scheduled-1","reason":"spam","room_id":4711,"name":"n","seconds":5}
      """;

  @TempDir private Path folder;

  @Test
  void no_event_reads_or_changes_what_another_tenant_has() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("acme/ann");
        var bob = server.signedIn("acme/bob");
        var intruder = server.signedIn("evil/ann")) {
      var room =
          ann.ask(
                  "conversation:create",
                  "{\"type\":\"group\",\"title\":\"%s\",\"member_ids\":[\"bob\"]}".formatted(MARK))
              .get("conversation_id")
              .stringValue();
      ann.ask("message:send", message(room, MARK));
      bob.until("message:new");
      var before = state(ann, room);
      var seenByBob = bob.log.size();

      for (var event : server.realtime.events().keySet()) {
        var answer = intruder.ask(event, EVERYTHING.replace("ROOM", room)).toString();
        assertThat(answer).as(event).doesNotContain(MARK).doesNotContain(room);
        assertThat(answer).as(event).doesNotContain("bad_request").doesNotContain("internal");
      }

      assertThat(state(ann, room)).isEqualTo(before);
      ann.ask("message:send", message(room, "the end"));
      bob.until("message:new");
      // His own count of the message before may come late.
      var since = new ArrayList<>(bob.log.subList(seenByBob, bob.log.size()));
      since.removeIf(it -> it.name().equals("unread:update"));
      assertThat(since).as("what the intruder made happen, and the end").hasSize(1);
      assertThat(intruder.log.toString()).doesNotContain(MARK);
    }
  }

  private static String message(String room, String text) {
    return "{\"conversation_id\":\"%s\",\"text\":\"%s\"}".formatted(room, text);
  }

  private static List<String> state(WireClient member, String room) {
    var id = "{\"conversation_id\":\"" + room + "\"}";
    return List.of(
        member.ask("conversation:get", id).toString(),
        member.ask("message:history", id).toString(),
        member.ask("message:changes", id).toString(),
        member.ask("sync:get", "{}").toString());
  }
}
