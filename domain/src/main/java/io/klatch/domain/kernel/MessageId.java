package io.klatch.domain.kernel;

/// A message's id, derived from where it stands (`<conversation_id>.<seq>`): unique in its tenant
/// without an index of its own.
public record MessageId(String value) {
  public static MessageId of(ConversationId conversation, Seq seq) {
    return new MessageId(conversation.value() + "." + seq.value());
  }

  @Override
  public String toString() {
    return value;
  }
}
