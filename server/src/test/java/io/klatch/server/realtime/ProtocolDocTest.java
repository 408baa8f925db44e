package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.Extent;
import io.klatch.domain.attachment.FileName;
import io.klatch.domain.attachment.FileType;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.Marks;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.Role;
import io.klatch.domain.chat.SettingsChange;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.MessageId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.delivery.Arrivals;
import io.klatch.server.delivery.RetentionNews;
import io.klatch.server.json.Dialect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// docs/protocol.md says what the code does: every event, field and code.
class ProtocolDocTest {
  private final ProtocolPage page = new ProtocolPage();

  /// A room that the test has made, and of which it is the owner.
  private String inRoom = "1";

  @TempDir private Path folder;

  @Test
  void every_event_a_client_can_send_is_in_the_page_and_the_other_way_round() {
    var told = new TreeSet<String>();
    for (var header : List.of("event | payload | acknowledgement", "client event | payload")) {
      page.tables(header).forEach(row -> told.addAll(ProtocolPage.codes(row.getFirst())));
    }
    try (var server = new LiveServer(folder)) {
      assertThat(told).isEqualTo(new TreeSet<>(server.realtime.events().keySet()));
    }
  }

  @Test
  void every_code_is_in_the_page_and_is_to_be_retried_as_it_says() {
    var told = new TreeMap<String, Boolean>();
    for (var row : page.tables("code | meaning")) {
      told.put(ProtocolPage.codes(row.getFirst()).getFirst(), row.get(2).equals("yes"));
    }
    var codes = new TreeMap<String, Boolean>();
    Arrays.stream(ErrorCode.values()).forEach(code -> codes.put(code.wire(), code.retryable()));
    assertThat(told).isEqualTo(codes);
  }

  @Test
  void a_payload_without_a_required_field_is_refused_by_that_name_and_without_the_others_is_not() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      for (var row : page.clientEvents()) {
        var event = ProtocolPage.codes(row.getFirst()).getFirst();
        for (var field : ProtocolPage.fields(row.get(1))) {
          if (!field.endsWith("?")) {
            var refusal = ann.ask(event, payloadWithout(row.get(1), field));
            assertThat(refusal.get("code").stringValue()).as(event).isEqualTo("bad_request");
            assertThat(refusal.get("message").stringValue()).as(event).startsWith(field);
          }
        }
      }
    }
  }

  @Test
  void every_acknowledgement_has_the_fields_the_page_says() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      for (var row : page.tables("event | payload | acknowledgement")) {
        var room = openRoom(ann);
        ann.ask("message:send", payload("{conversation_id, text}", room));
        var event = ProtocolPage.codes(row.getFirst()).getFirst();
        var payload = payload(row.get(1), room).replace("SCHEDULED", schedule(ann, room));
        var ack = ann.ask(event, payload);
        if (event.equals("room:create")) {
          inRoom = ack.get("room_id").asString();
          var _ = server.rooms.join("bob", Long.parseLong(inRoom));
        }
        assertThat(names(ack)).as(event).isEqualTo(new TreeSet<>(ProtocolPage.fields(row.get(2))));
      }
    }
  }

  @Test
  void every_event_of_the_server_has_the_fields_the_page_says() {
    var told = new HashMap<String, String>();
    for (var row : page.tables("event | arguments | replayed")) {
      ProtocolPage.codes(row.getFirst()).forEach(name -> told.put(name, row.get(1)));
    }
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      var room = openRoom(ann);
      ann.ask("message:send", payload("{conversation_id, text}", room));
      ann.nth(1, "message:new");
      ann.emit("message:send", "{}");
      ann.until("error");
      ann.emit("joinRoom", "{}");
      ann.until("room:error");
      ann.ask("privacy:set", "{}");
      try (var laptop = server.signedIn("ann")) {
        laptop.ask("draft:set", payload("{conversation_id, text}", room));
        ann.nth(1, "draft:update");
      }
      schedule(ann, room);
      ann.nth(1, "scheduled:update");
      type(server, ann, room);
      ann.ask("presence:set-status", "{\"status\":\"busy\"}");
      ann.nth(1, "presence:update");
      ann.nth(1, "privacy:update");
      ann.ask("user:block", "{\"user_id\":\"mallory\"}");
      ann.nth(1, "block:update");
      ann.ask("room:join", "{\"room_id\":1}");
      ann.nth(1, "room:update");
      receive(server, ann, room);
      changeMessages(ann, room);
      change(server, room);
      ann.nth(1, "conversation:settings");
      new RetentionNews(server.whisper, new Arrivals()).removed(key(room), new Seq(2));
      ann.nth(1, "conversation:trimmed");
      var objects = page.objects();
      for (var name : told.keySet()) {
        var expected =
            switch (told.get(name)) {
              case "message object, offset" -> objects.get("message");
              case "conversation object, offset" -> objects.get("conversation");
              case String fields -> ProtocolPage.required(fields);
            };
        assertThat(names(ann.all(name).getFirst().first())).as(name).isEqualTo(expected);
      }
      var seen = new TreeSet<String>();
      ann.log.forEach(it -> seen.add(it.name()));
      seen.removeIf(name -> name.equals("connect") || name.startsWith("ack "));
      assertThat(seen).isEqualTo(told.keySet());
    }
  }

  @Test
  void a_message_has_the_fields_the_page_says_in_every_dialect() {
    var message =
        new Message(
            new ConversationId("c"),
            new Seq(1),
            new UserId("ann"),
            "hi",
            new ClientMessageId("m"),
            Instant.EPOCH);
    var told = page.objects();
    assertThat(names(Dialect.CANONICAL.message(message))).isEqualTo(told.get("message"));
    assertThat(names(Dialect.LINSTA.message(message))).isEqualTo(told.get("linsta"));
    assertThat(names(Dialect.CAMEL.message(message))).isEqualTo(told.get("camel"));
  }

  @Test
  void a_message_of_which_there_is_much_to_say_has_the_optional_fields_too() {
    var content =
        new Content(
            new Seq(1),
            new Seq(1),
            new Mentions(List.of(new UserId("bob")), true, true),
            "{}",
            new MessageId("c.1"),
            List.of(
                new Attachment(
                    AttachmentId.random(new Random(1)),
                    new FileName("a"),
                    FileType.PNG,
                    1,
                    new Extent(1, 1),
                    true)));
    var reaction = new Marks.Reaction(new Emoji("+1"), 1, true);
    var marks = new Marks(Instant.EPOCH, true, true, 1, List.of(reaction));
    var id = new ConversationId("c");
    var message =
        new Message(
            id,
            new Seq(2),
            UserId.SYSTEM,
            "hi",
            null,
            Instant.EPOCH,
            content,
            marks,
            Instant.EPOCH);
    assertThat(names(Dialect.CANONICAL.message(message))).isEqualTo(page.objectWithOptional());
    assertThat(names(Dialect.LINSTA.message(message))).isEqualTo(page.objects().get("linsta"));
  }

  private void type(LiveServer server, WireClient ann, String room) {
    try (var bob = server.signedIn("bob")) {
      bob.ask("typing:start", payload("{conversation_id}", room));
      ann.nth(1, "typing:aggregated");
    }
  }

  private static ConversationKey key(String room) {
    return new ConversationKey(TenantId.DEFAULT, new ConversationId(room));
  }

  private static void changeMessages(WireClient client, String room) {
    var message = "{\"conversation_id\":\"" + room + "\",\"seq\":1,";
    client.ask("message:edit", message + "\"text\":\"ho\"}");
    for (var name : List.of("message:react", "message:pin", "message:unpin")) {
      client.ask(name, message + "\"emoji\":\"+1\"}");
    }
    client.ask("message:delete", message + "\"for\":\"me\"}");
    client.ask("message:delete", message + "\"for\":\"all\"}");
    client.nth(1, "message:deleted");
  }

  private static void change(LiveServer server, String room) {
    var ann = new UserKey(TenantId.DEFAULT, new UserId("ann"));
    var act = new MemberAct(ann, new ConversationId(room), null);
    var zoe = new UserId("zoe");
    var members = server.store.members();
    var _ = members.add(act, List.of(zoe), 10);
    var _ = members.setRole(act, zoe, Role.ADMIN);
    var _ = members.remove(act, zoe);
    var _ = members.describe(act, new Profile.Patch(new Profile.Field("t"), null, null));
    var _ = members.set(act, new SettingsChange.Pin(true));
  }

  /// Its id.
  private static String schedule(WireClient client, String room) {
    return client
        .ask(
            "message:send",
            "{\"conversation_id\":\"%s\",\"text\":\"x\",\"send_at\":\"%s\"}"
                .formatted(room, Instant.now().plusSeconds(60)))
        .get("scheduled_id")
        .stringValue();
  }

  private static String openRoom(WireClient client) {
    return client
        .ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
        .get("conversation_id")
        .stringValue();
  }

  /// Bob reads in this conversation and in one that is too large for him to be heard at once.
  private void receive(LiveServer server, WireClient ann, String room) {
    try (var bob = server.signedIn("bob")) {
      bob.ask("receipt:read", payload("{conversation_id, up_to_seq}", room));
      ann.nth(1, "receipt:update");
      var members = IntStream.range(0, 40).mapToObj(i -> "\"u" + i + "\"").toList();
      var large =
          ann.ask(
                  "conversation:create",
                  "{\"type\":\"group\",\"member_ids\":[\"bob\",%s]}"
                      .formatted(String.join(",", members)))
              .get("conversation_id")
              .stringValue();
      ann.ask("conversation:view", "{\"conversation_id\":\"" + large + "\"}");
      ann.ask("message:send", payload("{conversation_id, text}", large));
      bob.ask("receipt:read", payload("{conversation_id, up_to_seq}", large));
      ann.nth(1, "receipt:batch");
      ann.nth(1, "unread:update");
    }
  }

  /// An example of each field that the page names and does not call optional.
  private String payload(String told, String room) {
    var examples =
        Map.ofEntries(
            Map.entry("room_id", inRoom),
            Map.entry("name", "\"Ours\""),
            Map.entry("status", "\"busy\""),
            Map.entry("user_ids", "[\"bob\"]"),
            Map.entry("type", "\"group\""),
            Map.entry("member_ids", "[\"bob\"]"),
            Map.entry("text", "\"hi\""),
            Map.entry("query", "\"hi\""),
            Map.entry("seq", "1"),
            Map.entry("up_to_seq", "1"),
            Map.entry("to_conversation_id", "\"" + room + "\""),
            Map.entry("emoji", "\"+1\""),
            Map.entry("message_id", "\"" + room + ".1\""),
            Map.entry("reason", "\"spam\""),
            Map.entry("for", "\"me\""),
            Map.entry("conversation_id", "\"" + room + "\""),
            Map.entry("conversationId", "\"" + room + "\""),
            Map.entry("chatRoomId", "\"" + room + "\""),
            Map.entry("user_id", "\"bob\""),
            Map.entry("scheduled_id", "\"SCHEDULED\""),
            Map.entry("role", "\"admin\""));
    var fields = new ArrayList<String>();
    for (var field : ProtocolPage.fields(told)) {
      if (!field.endsWith("?")) {
        fields.add("\"" + field + "\":" + examples.get(field));
      }
    }
    return "{" + String.join(",", fields) + "}";
  }

  private static Set<String> names(JsonNode object) {
    return new TreeSet<>(object.propertyNames());
  }

  private String payloadWithout(String told, String field) {
    return payload(told.replaceFirst("\\b" + field + "\\b", field + "?"), "c1");
  }
}
