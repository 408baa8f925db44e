package io.klatch.domain.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What every id must hold: present, of bounded size, without control characters.
final class Ids {
  static final int BYTES_MAX = 128;

  private Ids() {}

  static void check(String what, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty, at least 1 byte");
    }
    // The length in chars is a lower bound of the length in bytes and costs nothing.
    if (value.length() > BYTES_MAX || value.getBytes(UTF_8).length > BYTES_MAX) {
      throw new IllegalArgumentException(what + " is longer than " + BYTES_MAX + " bytes");
    }
    if (!Text.isLine(value)) {
      throw new IllegalArgumentException(what + " has a control character or a lone surrogate");
    }
  }
}
