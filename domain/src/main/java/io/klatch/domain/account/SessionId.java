package io.klatch.domain.account;

/// One resumable connection of one user, kept across reconnects: 1–64 letters, digits, `_`, `-`.
public record SessionId(String value) {
  public static final int CHARACTERS_MAX = 64;

  public SessionId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a session id is 1 to " + CHARACTERS_MAX + " letters, digits, '_' or '-'");
    }
  }

  public static boolean isValid(String value) {
    return !value.isEmpty()
        && value.length() <= CHARACTERS_MAX
        && value
            .chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-'));
  }

  @Override
  public String toString() {
    return value;
  }
}
