package io.klatch.socketio.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// A message in outboxes: one for a single receiver is framed when its turn comes; one for many is
/// framed at once, and all outboxes share the parcel and its buffer.
///
/// Every outbox that holds a shared parcel owns one reference of its buffer, and so does the
/// broadcast until it has put the parcel everywhere.
final class Parcel {
  private static final int COPIED_MAX = 1_024;

  private final EngineMessage message;
  private final @Nullable ByteBuf shared;
  private final SendOptions options;
  private final int bytes;

  /// From any event loop; whichever is written last is as good as the first.
  private volatile byte @Nullable [] deflated;

  private Parcel(EngineMessage message, @Nullable ByteBuf shared, SendOptions options) {
    this.message = message;
    this.shared = shared;
    this.options = options;
    this.bytes = message.bytes();
  }

  static Parcel single(EngineMessage message) {
    return single(message, SendOptions.DEFAULT);
  }

  static Parcel single(EngineMessage message, SendOptions options) {
    return new Parcel(message, null, options);
  }

  static Parcel shared(EngineMessage message, SendOptions options, ByteBufAllocator allocator) {
    return new Parcel(message, WebSocketFrames.encode(message, allocator), options);
  }

  /// A shared one for one more event loop, with a reference of its own. If it is small it is a
  /// copy, because loops that count the references of one buffer wait for each other.
  Parcel another() {
    if (shared == null || bytes > COPIED_MAX) {
      return retain();
    }
    return new Parcel(message, shared.copy(), options);
  }

  EngineMessage message() {
    return message;
  }

  int bytes() {
    return bytes;
  }

  /// May be lost rather than wait.
  boolean isVolatile() {
    return options.isVolatile();
  }

  /// Whether a transport that compresses should compress it.
  boolean compress() {
    return options.compress();
  }

  @CanIgnoreReturnValue
  Parcel retain() {
    if (shared != null) {
      shared.retain();
    }
    return this;
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

  /// Copies the frames; the references stay as they are.
  void writeFrames(ByteBuf to) {
    if (shared == null) {
      WebSocketFrames.encode(message, to);
    } else {
      to.writeBytes(shared, shared.readerIndex(), shared.readableBytes());
    }
  }

  /// As `frames`, for a peer that takes compressed ones. They are made once for all such peers, or
  /// twice where two event loops begin at the same time, rather than one wait for the other.
  ByteBuf frames(ByteBufAllocator allocator, Compression compression) {
    if (!options.compress() || !compression.isWorthIt(bytes)) {
      return frames(allocator);
    }
    var frames = deflated;
    if (frames == null) {
      frames = WebSocketFrames.encodeDeflated(message, compression);
      deflated = frames;
    }
    release();
    return Unpooled.wrappedBuffer(frames);
  }
}
