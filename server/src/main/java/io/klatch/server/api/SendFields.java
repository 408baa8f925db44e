package io.klatch.server.api;

/// What a dialect calls the fields of a message to send; the text is `text` in all.
public record SendFields(String conversation, String clientMessageId) {
  public static final SendFields CANONICAL = new SendFields("conversation_id", "client_msg_id");
  public static final SendFields LINSTA = new SendFields("chatRoomId", "clientMsgId");
  public static final SendFields CAMEL = new SendFields("conversationId", "clientMessageId");
}
