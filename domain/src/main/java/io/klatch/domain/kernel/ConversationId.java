package io.klatch.domain.kernel;

import java.util.random.RandomGenerator;

/// A conversation's opaque id: 1–64 characters on one line. Ours are `c` and 100 random bits, so
/// that nobody can guess one.
public record ConversationId(String value) implements Comparable<ConversationId> {
  public static final int CHARACTERS_MAX = 64;

  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int RANDOM_CHARACTERS = 20;

  public ConversationId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a conversation id is 1 to " + CHARACTERS_MAX + " characters on one line");
    }
  }

  public static boolean isValid(String value) {
    return !value.isEmpty() && value.length() <= CHARACTERS_MAX && Text.isLine(value);
  }

  public static ConversationId random(RandomGenerator random) {
    var id = new StringBuilder("c");
    for (var i = 0; i < RANDOM_CHARACTERS; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new ConversationId(id.toString());
  }

  @Override
  public int compareTo(ConversationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
