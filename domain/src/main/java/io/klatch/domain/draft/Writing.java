package io.klatch.domain.draft;

import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.Text;
import org.jspecify.annotations.Nullable;

/// What a draft says. Whether it can be sent is found when it is.
///
/// @param body a JSON object of the application's own, unread
/// @param replyTo the message it is to answer
/// @param thread the first message of the thread it is for
public record Writing(
    String text, @Nullable String body, @Nullable Seq replyTo, @Nullable Seq thread) {
  /// Of text and body together, in UTF-8.
  public static final int BYTES_MAX = 8_000;

  /// Nothing to keep.
  public boolean isEmpty() {
    return text.isEmpty() && body == null;
  }

  boolean isStorable() {
    return Text.isStorable(text) && (body == null || Text.isStorable(body));
  }

  int bytes() {
    return Text.utf8Bytes(text) + (body == null ? 0 : Text.utf8Bytes(body));
  }
}
