package io.klatch.domain.kernel;

/// A message's number in its conversation: 1, 2, 3 … without gaps. [#NONE] stands before the first.
public record Seq(long value) implements Comparable<Seq> {
  public static final Seq NONE = new Seq(0);

  public Seq {
    if (value < 0) {
      throw new IllegalArgumentException("seq is " + value + ", at least 0");
    }
  }

  public Seq next() {
    return new Seq(value + 1);
  }

  @Override
  public int compareTo(Seq other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
