package io.klatch.domain.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A scheduled message's id, and the client message id it is sent with: `scheduled-` and 32 digits,
/// by which others can tell it from what was sent at once.
public record ScheduledId(String value) implements Comparable<ScheduledId> {
  public static final String PREFIX = "scheduled-";

  private static final int BYTES = 16;

  public ScheduledId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("no id of a scheduled message: " + value);
    }
  }

  public static boolean isValid(String value) {
    return value.startsWith(PREFIX) && ClientMessageId.isValid(value);
  }

  /// The same for the same client message id of a user in a conversation, so that a repeat is found
  /// also after the message was sent; another one each time where there is none.
  public static ScheduledId of(
      UserId sender,
      ConversationId conversation,
      @Nullable ClientMessageId id,
      RandomGenerator random) {
    var bytes = new byte[BYTES];
    if (id == null) {
      random.nextBytes(bytes);
    } else {
      // None of the three holds a line break.
      var digest = sha256(sender + "\n" + conversation + "\n" + id);
      System.arraycopy(digest, 0, bytes, 0, BYTES);
    }
    return new ScheduledId(PREFIX + HexFormat.of().formatHex(bytes));
  }

  public ClientMessageId clientMessageId() {
    return new ClientMessageId(value);
  }

  @Override
  public int compareTo(ScheduledId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
