package io.klatch.domain.chat;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.kernel.UnavailableException;

/// Sends a copy of a message's text, body and files, and names the message. Blocks until it is
/// durable; call on a virtual thread.
public final class Forwarding {
  private final MessageReader messages;
  private final Posting posting;

  public Forwarding(MessageReader messages, Posting posting) {
    this.messages = messages;
    this.posting = posting;
  }

  public SendResult forward(ForwardMessage command) {
    try {
      var message = messages.find(command.sender(), command.from(), command.seq());
      return message == null || message.marks().deleted()
          ? new SendResult.NoSuchMessage()
          : posting.send(copy(command, message));
    } catch (UnavailableException _) {
      return new SendResult.Unavailable();
    }
  }

  private static SendMessage copy(ForwardMessage command, Message message) {
    var content = new Content(null, null, Mentions.NONE, message.content().body(), message.id());
    var files = message.content().attachments().stream().map(Attachment::id).toList();
    return new SendMessage(
        command.sender(),
        command.to(),
        message.text(),
        command.clientMessageId(),
        content,
        files,
        Timing.NOW);
  }
}
