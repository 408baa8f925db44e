package io.klatch.socketio;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The newest events of a namespace in the order they were sent, bounded by bytes and by age.
/// Guarded by its owner.
final class RecoveryLog {
  /// What it costs to keep an event, besides its bytes.
  private static final int ENTRY_BYTES = 250;

  private record Entry(
      long position, Set<String> rooms, Set<String> except, Message message, Instant at) {
    boolean isFor(Set<String> members) {
      return (rooms.isEmpty() || members.stream().anyMatch(rooms::contains))
          && members.stream().noneMatch(except::contains);
    }

    int cost() {
      return message.bytes() + ENTRY_BYTES;
    }
  }

  private final long bytesMax;
  private final Duration ageMax;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long bytes;
  private long position;

  /// Of the newest event that is not kept any more.
  private long dropped;

  RecoveryLog(long bytesMax, Duration ageMax) {
    this.bytesMax = bytesMax;
    this.ageMax = ageMax;
  }

  /// Of the newest event.
  long position() {
    return position;
  }

  /// What an event at that position ends with; clients send it back as their offset.
  static String offset(long position) {
    return Long.toString(position, Character.MAX_RADIX);
  }

  /// @return null if the text is no offset that there has been
  @Nullable Long position(String offset) {
    try {
      long parsed = Long.parseLong(offset, Character.MAX_RADIX);
      return parsed >= 0 && parsed <= position && offset(parsed).equals(offset) ? parsed : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  long nextPosition() {
    return position + 1;
  }

  /// @param message encoded with the offset of `nextPosition`
  void append(BroadcastOptions options, Message message, Instant now) {
    position++;
    var entry = new Entry(position, options.rooms(), options.except(), message.encodedOnly(), now);
    entries.add(entry);
    bytes += entry.cost();
    trim(now);
  }

  void trim(Instant now) {
    var oldest = now.minus(ageMax);
    while (!entries.isEmpty() && (bytes > bytesMax || entries.getFirst().at().isBefore(oldest))) {
      var entry = entries.removeFirst();
      bytes -= entry.cost();
      dropped = entry.position();
    }
  }

  /// What somebody in these rooms was sent after a position; null if some of it is not kept.
  @Nullable List<Message> after(long from, Set<String> members) {
    if (from < dropped) {
      return null;
    }
    var missed = new ArrayList<Message>();
    for (var entry : entries) {
      if (entry.position() > from && entry.isFor(members)) {
        missed.add(entry.message());
      }
    }
    return missed;
  }
}
