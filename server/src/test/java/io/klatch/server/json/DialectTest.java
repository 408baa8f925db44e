package io.klatch.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Message;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DialectTest {
  private static final Message MESSAGE =
      new Message(
          new ConversationId("c1"),
          new Seq(7),
          new UserId("ann"),
          "hi",
          new ClientMessageId("m1"),
          Instant.parse("2026-11-20T10:00:00Z"));

  @Tag("M1")
  @Test
  void a_message_has_the_field_names_of_its_dialect() {
    assertThat(Dialect.CANONICAL.message(MESSAGE).toString())
        .isEqualTo(
            """
            {"message_id":"c1.7","conversation_id":"c1","seq":7,"sender_id":"ann","text":"hi",\
            "client_msg_id":"m1","created_at":"2026-11-20T10:00:00.000Z"}\
            """);
    assertThat(Dialect.LINSTA.message(MESSAGE).propertyNames())
        .containsExactlyInAnyOrder(
            "_id", "chatRoomId", "senderId", "text", "createdAt", "seq", "clientMsgId");
    assertThat(Dialect.CAMEL.message(MESSAGE).propertyNames())
        .containsExactlyInAnyOrder(
            "messageId",
            "conversationId",
            "senderId",
            "text",
            "createdAt",
            "seq",
            "clientMessageId");
  }

  @Test
  void a_dialect_is_found_by_its_name_and_nothing_else_is() {
    assertThat(Dialect.parse("linsta")).isEqualTo(Dialect.LINSTA);
    assertThat(Dialect.parse("LINSTA")).isNull();
  }
}
