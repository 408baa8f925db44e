package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// A message in outboxes: one for a single receiver is framed when its turn comes; one for many is
/// framed at once, and all outboxes share the parcel and its buffer.
///
/// Every outbox that holds a shared parcel owns one reference of its buffer, and so does the
/// broadcast until it has put the parcel everywhere.
final class Parcel {
  private final EngineMessage message;
  private final @Nullable ByteBuf shared;
  private final int bytes;

  private Parcel(EngineMessage message, @Nullable ByteBuf shared) {
    this.message = message;
    this.shared = shared;
    this.bytes = message.bytes();
  }

  static Parcel single(EngineMessage message) {
    return new Parcel(message, null);
  }

  static Parcel shared(EngineMessage message, ByteBufAllocator allocator) {
    return new Parcel(message, WebSocketFrames.encode(message, allocator));
  }

  EngineMessage message() {
    return message;
  }

  int bytes() {
    return bytes;
  }

  void retain() {
    if (shared != null) {
      shared.retain();
    }
  }

  void release() {
    if (shared != null) {
      shared.release();
    }
  }

  /// The frames to write; the caller's reference of a shared buffer goes with them.
  ByteBuf frames(ByteBufAllocator allocator) {
    return shared == null ? WebSocketFrames.encode(message, allocator) : shared.duplicate();
  }
}
