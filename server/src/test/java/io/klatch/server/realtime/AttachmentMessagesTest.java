package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.AttachmentLimits;
import io.klatch.domain.attachment.Extent;
import io.klatch.domain.attachment.FileName;
import io.klatch.domain.attachment.FileType;
import io.klatch.domain.attachment.Upload;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Messages that carry files, over the wire.
class AttachmentMessagesTest {
  @TempDir private Path folder;
  private final Random random = new Random(1);
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;
  private String room;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
    room = open(ann);
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Test
  void show_them_the_same_live_replayed_in_history_and_in_a_forwarded_copy() {
    bob.nth(1, "conversation:new");
    bob.drop();
    var file = attachment("ann");
    assertThat(send(ann, file).get("ok").booleanValue()).isTrue();
    var live = ann.nth(1, "message:new").first();
    assertThat(live.get("text").stringValue()).isEmpty();
    assertThat(live.get("attachments").toString())
        .isEqualTo(
            "[{\"attachment_id\":\"%s\",\"name\":\"a.png\",\"type\":\"image/png\",\"size\":7,\"width\":4,\"height\":3,\"thumbnail\":true}]"
                .formatted(file));
    assertThat(bob.signIn().get("recovered").booleanValue()).isTrue();
    assertThat(bob.nth(1, "message:new").first()).isEqualTo(live);
    var history = bob.ask("message:history", "{\"conversation_id\":\"" + room + "\"}");
    assertThat(history.get("messages").get(0)).isEqualTo(live);
    var other = open(bob);
    bob.ask(
        "message:forward",
        "{\"conversation_id\":\"%s\",\"seq\":1,\"to_conversation_id\":\"%s\"}"
            .formatted(room, other));
    assertThat(bob.nth(2, "message:new").first().get("attachments"))
        .isEqualTo(live.get("attachments"));
  }

  @Test
  void carry_what_the_sender_has_uploaded_and_nothing_else() {
    var file = attachment("ann");
    assertThat(send(bob, file).get("code").stringValue()).isEqualTo("not_found");
    assertThat(send(ann, file).get("ok").booleanValue()).isTrue();
    assertThat(send(bob, file).get("code").stringValue()).isEqualTo("not_found");
  }

  @Test
  void keep_them_when_they_are_edited_and_need_no_text_then() {
    send(ann, attachment("ann"));
    var before = ann.nth(1, "message:new").first().get("attachments");
    for (var text : new String[] {"a caption", ""}) {
      var edit = "{\"conversation_id\":\"%s\",\"seq\":1,\"text\":\"%s\"}".formatted(room, text);
      assertThat(ann.ask("message:edit", edit).get("ok").booleanValue()).isTrue();
      var history = bob.ask("message:history", "{\"conversation_id\":\"" + room + "\"}");
      assertThat(history.get("messages").get(0).get("text").stringValue()).isEqualTo(text);
      assertThat(history.get("messages").get(0).get("attachments")).isEqualTo(before);
    }
  }

  @Test
  void say_no_more_of_them_when_they_are_deleted_for_all() {
    send(ann, attachment("ann"));
    ann.ask("message:delete", "{\"conversation_id\":\"" + room + "\",\"seq\":1,\"for\":\"all\"}");
    var history = bob.ask("message:history", "{\"conversation_id\":\"" + room + "\"}");
    assertThat(history.get("messages").get(0).has("attachments")).isFalse();
  }

  @Test
  void that_are_sent_again_are_the_same_message() {
    var file = attachment("ann");
    var payload =
        "{\"conversation_id\":\"%s\",\"client_msg_id\":\"m\",\"attachments\":[\"%s\",\"%s\"]}"
            .formatted(room, file, file);
    assertThat(ann.ask("message:send", payload).get("deduplicated").booleanValue()).isFalse();
    assertThat(ann.ask("message:send", payload).get("deduplicated").booleanValue()).isTrue();
    assertThat(ann.nth(1, "message:new").first().get("attachments")).hasSize(1);
  }

  private String attachment(String user) {
    var owner = new UserKey(TenantId.DEFAULT, new UserId(user));
    var name = new FileName("a.png");
    var id = AttachmentId.random(random);
    var upload = new Upload(id, owner, name, 7, 0, Instant.now().plusSeconds(600));
    var store = server.store.attachments();
    var _ = store.begin(upload, AttachmentLimits.defaults());
    var picture = new Attachment(id, name, FileType.PNG, 7, new Extent(4, 3), true);
    assertThat(store.complete(upload, picture)).isTrue();
    return id.value();
  }

  private JsonNode send(WireClient client, String file) {
    return client.ask(
        "message:send",
        "{\"conversation_id\":\"%s\",\"attachments\":[\"%s\"]}".formatted(room, file));
  }

  private static String open(WireClient client) {
    return client
        .ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
        .get("conversation_id")
        .stringValue();
  }
}
