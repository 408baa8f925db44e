package io.klatch.domain.chat;

import io.klatch.domain.kernel.Text;
import org.jspecify.annotations.Nullable;

/// What the text of a message must be.
public final class TextRule {
  private TextRule() {}

  /// Null when it may stay.
  public static @Nullable Unfit check(String text, ChatLimits limits, boolean mayBeEmpty) {
    if (!Text.isStorable(text)) {
      return new Unfit.Malformed();
    }
    if (!mayBeEmpty && !Text.hasVisible(text)) {
      return new Unfit.Empty();
    }
    var bytes = Text.utf8Bytes(text);
    return bytes > limits.textBytesMax() ? new Unfit.TooLong(bytes, limits.textBytesMax()) : null;
  }
}
