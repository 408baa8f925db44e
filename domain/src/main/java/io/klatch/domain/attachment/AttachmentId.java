package io.klatch.domain.attachment;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An attachment's id, of an upload from its beginning: `a` and 100 random bits, so that nobody can
/// guess one. Nothing else is an id, so that one can be part of a file's name.
public record AttachmentId(String value) implements Comparable<AttachmentId> {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int RANDOM_CHARACTERS = 20;
  private static final Pattern FORM = Pattern.compile("a[0-9a-z]{" + RANDOM_CHARACTERS + "}");

  public AttachmentId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of an attachment");
    }
  }

  /// Null when it is none.
  public static @Nullable AttachmentId parse(String value) {
    return FORM.matcher(value).matches() ? new AttachmentId(value) : null;
  }

  public static AttachmentId random(RandomGenerator random) {
    var id = new StringBuilder("a");
    for (var i = 0; i < RANDOM_CHARACTERS; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new AttachmentId(id.toString());
  }

  @Override
  public int compareTo(AttachmentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
