package io.klatch.domain.presence;

import io.klatch.domain.kernel.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a user has chosen to be seen as.
///
/// @param status online is none in particular: as the devices are; never offline
/// @param text a line of the user's own; null for none
/// @param until when the choice ends by itself; null for never
public record StatusChoice(PresenceStatus status, @Nullable String text, @Nullable Instant until) {
  public static final int TEXT_CHARACTERS_MAX = 140;

  /// Of who has chosen nothing.
  public static final StatusChoice NONE = new StatusChoice(PresenceStatus.ONLINE, null, null);

  public StatusChoice {
    if (status == PresenceStatus.OFFLINE) {
      throw new IllegalArgumentException("offline cannot be chosen");
    }
    if (text != null && !isText(text)) {
      throw new IllegalArgumentException(
          "a status text is one visible line of at most " + TEXT_CHARACTERS_MAX + " characters");
    }
  }

  public static boolean isText(String text) {
    return Text.isStorable(text)
        && Text.hasVisible(text)
        && text.codePoints().noneMatch(Character::isISOControl)
        && Text.characters(text) <= TEXT_CHARACTERS_MAX;
  }

  public boolean isOver(Instant now) {
    return until != null && !now.isBefore(until);
  }

  /// Itself while it holds.
  public StatusChoice at(Instant now) {
    return isOver(now) ? NONE : this;
  }
}
