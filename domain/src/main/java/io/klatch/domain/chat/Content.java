package io.klatch.domain.chat;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.kernel.MessageId;
import io.klatch.domain.kernel.Seq;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message may have beside its text.
///
/// @param replyTo the message it answers
/// @param thread the first message of the thread it is in
/// @param body a JSON object of the application's own, unread
/// @param forwardedFrom what it is a copy of
/// @param attachments files, in the order they were given
public record Content(
    @Nullable Seq replyTo,
    @Nullable Seq thread,
    Mentions mentions,
    @Nullable String body,
    @Nullable MessageId forwardedFrom,
    List<Attachment> attachments) {
  public static final Content NONE = new Content(null, null, Mentions.NONE, null, null);

  public Content {
    attachments = List.copyOf(attachments);
  }

  /// Without files.
  public Content(
      @Nullable Seq replyTo,
      @Nullable Seq thread,
      Mentions mentions,
      @Nullable String body,
      @Nullable MessageId forwardedFrom) {
    this(replyTo, thread, mentions, body, forwardedFrom, List.of());
  }

  /// The same with another body.
  public Content saying(@Nullable String other) {
    return new Content(replyTo, thread, mentions, other, forwardedFrom, attachments);
  }

  /// The same, calling only these.
  public Content mentioning(Mentions those) {
    return new Content(replyTo, thread, those, body, forwardedFrom, attachments);
  }

  /// The same, with these files.
  public Content with(List<Attachment> files) {
    return new Content(replyTo, thread, mentions, body, forwardedFrom, files);
  }
}
