package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Small messages that wait for the same client leave in one buffer instead of one each, which
/// costs a copy and saves the socket most of its work for each.
///
/// The last bundle is kept: where several messages went to one room meanwhile, its next member
/// mostly waits for the same, and gets the same bytes without a copy. Confined to one event loop;
/// whoever has taken buffers calls `forget` before the loop's turn ends.
final class Bundle {
  static final int PARCELS_MAX = 16;

  /// Larger messages are not worth a copy.
  static final int BYTES_MAX = 8_192;

  /// What the last bundle is made of; beyond `count` nothing.
  private final @Nullable Parcel[] parcels = new Parcel[PARCELS_MAX];

  private int count;
  private @Nullable ByteBuf joined;

  /// Takes one or more messages from the outbox, as frames, which the caller owns; null when none
  /// waits. Whoever holds the outbox's lock.
  @Nullable ByteBuf next(Outbox outbox, ByteBufAllocator allocator) {
    var last = joined;
    if (last != null && outbox.startsWith(parcels, count)) {
      for (int i = 0; i < count; i++) {
        take(outbox).release();
      }
      return last.retainedDuplicate();
    }
    int fit = outbox.countOfFirst(PARCELS_MAX, BYTES_MAX);
    if (fit > 1) {
      return join(outbox, fit, allocator);
    }
    var single = outbox.poll();
    return single == null ? null : single.frames(allocator);
  }

  /// Lets go of the last bundle.
  void forget() {
    if (joined != null) {
      joined.release();
      joined = null;
      Arrays.fill(parcels, 0, count, null);
      count = 0;
    }
  }

  private ByteBuf join(Outbox outbox, int fit, ByteBufAllocator allocator) {
    forget();
    var bytes = allocator.directBuffer(BYTES_MAX / 8);
    for (int i = 0; i < fit; i++) {
      var parcel = take(outbox);
      parcel.writeFrames(bytes);
      parcel.release();
      parcels[i] = parcel;
    }
    count = fit;
    joined = bytes;
    return bytes.retainedDuplicate();
  }

  private static Parcel take(Outbox outbox) {
    var parcel = outbox.poll();
    if (parcel == null) {
      throw new IllegalStateException("the outbox is shorter than it was, so its lock is not held");
    }
    return parcel;
  }
}
