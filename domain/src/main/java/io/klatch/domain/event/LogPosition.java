package io.klatch.domain.event;

/// A place in the log; 0 is before the first entry. Positions rise in commit order.
public record LogPosition(long value) implements Comparable<LogPosition> {
  public static final LogPosition START = new LogPosition(0);

  public LogPosition {
    if (value < 0) {
      throw new IllegalArgumentException("log position is " + value + ", at least 0");
    }
  }

  public LogPosition next() {
    return new LogPosition(value + 1);
  }

  /// The place before; that before the first is the start itself.
  public LogPosition previous() {
    return value == 0 ? START : new LogPosition(value - 1);
  }

  @Override
  public int compareTo(LogPosition other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
