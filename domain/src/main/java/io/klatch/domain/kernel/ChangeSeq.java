package io.klatch.domain.kernel;

/// How many changes a conversation has seen: 1, 2, 3 … beside the numbers of its messages. [#NONE]
/// stands before the first.
public record ChangeSeq(long value) implements Comparable<ChangeSeq> {
  public static final ChangeSeq NONE = new ChangeSeq(0);

  public ChangeSeq {
    if (value < 0) {
      throw new IllegalArgumentException("change seq is " + value + ", at least 0");
    }
  }

  @Override
  public int compareTo(ChangeSeq other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
