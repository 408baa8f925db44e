package io.klatch.domain.user;

import io.klatch.domain.kernel.Text;
import org.jspecify.annotations.Nullable;

/// What a back end tells of a user. Each part may be missing.
///
/// @param picture an address
/// @param role a word of the application's own, which opens nothing here
/// @param custom a JSON object of the application's own, unread
public record UserProfile(
    @Nullable String name,
    @Nullable String picture,
    @Nullable String role,
    @Nullable String custom) {
  public static final UserProfile NONE = new UserProfile(null, null, null, null);

  public static final int NAME_CHARACTERS_MAX = 200;
  public static final int PICTURE_CHARACTERS_MAX = 2_000;
  public static final int ROLE_CHARACTERS_MAX = 64;
  public static final int CUSTOM_BYTES_MAX = 4_096;

  public UserProfile {
    checkLine("name", name, NAME_CHARACTERS_MAX);
    checkLine("picture", picture, PICTURE_CHARACTERS_MAX);
    checkLine("role", role, ROLE_CHARACTERS_MAX);
    if (custom != null && (!Text.isStorable(custom) || Text.utf8Bytes(custom) > CUSTOM_BYTES_MAX)) {
      throw new IllegalArgumentException(
          "custom must be an object of at most %,d bytes".formatted(CUSTOM_BYTES_MAX));
    }
  }

  private static void checkLine(String what, @Nullable String text, int max) {
    if (text != null
        && (!Text.isStorable(text)
            || !Text.hasVisible(text)
            || text.codePoints().anyMatch(Character::isISOControl)
            || Text.characters(text) > max)) {
      throw new IllegalArgumentException(
          what + " must be one visible line of at most " + max + " characters");
    }
  }
}
