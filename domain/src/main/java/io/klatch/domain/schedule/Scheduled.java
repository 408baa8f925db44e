package io.klatch.domain.schedule;

import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.Timing;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message that is to be sent later, or that could not be.
///
/// @param revision how often it was changed: what was read is not sent when it is another by then
/// @param expiresIn how long after it was sent it ends; null as its conversation has it
/// @param failure why it was refused when it was due; null while it waits
public record Scheduled(
    ScheduledId id,
    long revision,
    UserKey sender,
    ConversationId conversation,
    String text,
    Content content,
    @Nullable Duration expiresIn,
    Instant sendAt,
    Instant createdAt,
    @Nullable ErrorCode failure) {
  /// The same, changed.
  public Scheduled with(ScheduleChange change) {
    return new Scheduled(
        id,
        revision + 1,
        sender,
        conversation,
        change.text() == null ? text : change.text(),
        content,
        expiresIn,
        change.sendAt() == null ? sendAt : change.sendAt(),
        createdAt,
        change.sendAt() == null ? failure : null);
  }

  /// The same, refused.
  public Scheduled failed(ErrorCode why) {
    return new Scheduled(
        id, revision + 1, sender, conversation, text, content, expiresIn, sendAt, createdAt, why);
  }

  /// The command that sends it.
  SendMessage message() {
    var timing = new Timing(new Timing.Due(id, revision), expiresIn);
    return new SendMessage(
        sender, conversation, text, id.clientMessageId(), content, List.of(), timing);
  }

  Place place() {
    return new Place(sendAt, id);
  }

  /// A place in the order in which they are due.
  public record Place(Instant sendAt, ScheduledId id) {}
}
