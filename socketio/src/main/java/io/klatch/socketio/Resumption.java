package io.klatch.socketio;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A client that may come back: its state while it is away, and who has it while it is here.
/// Guarded by its `InMemoryRecovery`.
final class Resumption {
  final String pid;
  final String sid;
  final Object identity;

  /// The position it began at.
  final long start;

  /// The newest event that was sent to it.
  long sent;

  /// Null while it is away.
  @Nullable Socket live;

  /// The position, time, rooms and data it left with.
  long left;

  Instant leftAt = Instant.EPOCH;
  Set<String> rooms = Set.of();
  @Nullable Map<String, Object> data;

  Resumption(String pid, Socket socket, Object identity, long start) {
    this.pid = pid;
    this.sid = socket.id();
    this.identity = identity;
    this.start = start;
    this.sent = start;
    this.live = socket;
  }

  void leave(Socket socket, long position, Instant now) {
    live = null;
    left = position;
    leftAt = now;
    rooms = socket.rooms();
    data = socket.dataOrNull();
  }
}
