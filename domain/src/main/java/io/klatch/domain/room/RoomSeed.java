package io.klatch.domain.room;

import io.klatch.domain.kernel.Text;
import org.jspecify.annotations.Nullable;

/// A room every tenant has from the beginning.
public record RoomSeed(String name, @Nullable String description, RoomTerms terms) {
  public RoomSeed {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a room's name is one visible line of at most "
              + Room.NAME_CHARACTERS_MAX
              + " characters");
    }
  }

  static boolean isName(String name) {
    return Text.isStorable(name)
        && Text.hasVisible(name)
        && name.codePoints().noneMatch(Character::isISOControl)
        && Text.characters(name) <= Room.NAME_CHARACTERS_MAX;
  }
}
