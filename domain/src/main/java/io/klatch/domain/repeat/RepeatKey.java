package io.klatch.domain.repeat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.Text;

/// A back end's own name of one request: 1–255 characters on one line, one request per tenant.
public record RepeatKey(TenantId tenant, String name) {
  public static final int CHARACTERS_MAX = 255;

  public RepeatKey {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "a key has 1 to " + CHARACTERS_MAX + " characters on one line");
    }
  }

  public static boolean isValid(String name) {
    return !name.isBlank()
        && name.length() <= CHARACTERS_MAX
        && Text.isStorable(name)
        && name.codePoints().noneMatch(Character::isISOControl);
  }
}
