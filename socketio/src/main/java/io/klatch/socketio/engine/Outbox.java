package io.klatch.socketio.engine;

import io.klatch.socketio.packet.PollingPayload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What waits to be sent to one client, counted in bytes. Guarded by its session's lock.
final class Outbox {
  /// What it costs to keep a parcel in the queue, besides its bytes: a flood of tiny messages must
  /// reach the limit too.
  static final int QUEUED_BYTES = 100;

  /// The oldest; most outboxes hold one parcel or none, and then there is no queue.
  private @Nullable Parcel first;

  private @Nullable ArrayDeque<Parcel> rest;
  private long bytes;

  void add(Parcel parcel) {
    parcel.retain();
    bytes += parcel.bytes();
    if (first == null) {
      first = parcel;
      return;
    }
    if (rest == null) {
      rest = new ArrayDeque<>(4);
    }
    rest.add(parcel);
  }

  /// Puts a parcel before what waits.
  void addFirst(Parcel parcel) {
    var second = first;
    parcel.retain();
    bytes += parcel.bytes();
    first = parcel;
    if (second != null) {
      if (rest == null) {
        rest = new ArrayDeque<>(4);
      }
      rest.addFirst(second);
    }
  }

  long bytes() {
    return rest == null ? bytes : bytes + (long) rest.size() * QUEUED_BYTES;
  }

  /// Whether no more than that many bytes wait; what is volatile is dropped to make it so.
  boolean fits(long bytesMax) {
    if (bytes() <= bytesMax) {
      return true;
    }
    dropVolatile();
    return bytes() <= bytesMax;
  }

  private void dropVolatile() {
    if (rest != null) {
      rest.removeIf(this::isDropped);
    }
    if (first != null && isDropped(first)) {
      first = rest == null ? null : rest.poll();
    }
    if (rest != null && rest.isEmpty()) {
      rest = null;
    }
  }

  private boolean isDropped(Parcel parcel) {
    if (!parcel.isVolatile()) {
      return false;
    }
    bytes -= parcel.bytes();
    parcel.release();
    return true;
  }

  boolean isEmpty() {
    return first == null;
  }

  /// The oldest parcel, whose reference passes to the caller, or null.
  @Nullable Parcel poll() {
    var parcel = first;
    if (parcel == null) {
      return null;
    }
    bytes -= parcel.bytes();
    first = rest == null ? null : rest.poll();
    if (first == null) {
      rest = null;
    }
    return parcel;
  }

  /// How many of the oldest parcels have no more than that many bytes together, `parcelsMax` at
  /// most.
  int countOfFirst(int parcelsMax, int bytesMax) {
    if (first == null || rest == null) {
      return first == null ? 0 : 1;
    }
    int count = 1;
    int sum = first.bytes();
    for (var parcel : rest) {
      sum += parcel.bytes();
      if (count == parcelsMax || sum > bytesMax) {
        return count;
      }
      count++;
    }
    return count;
  }

  /// Whether the oldest parcels are the first `count` of these, at least one, in the same order.
  boolean startsWith(@Nullable Parcel[] parcels, int count) {
    int size = first == null ? 0 : rest == null ? 1 : 1 + rest.size();
    if (size < count || first != parcels[0]) {
      return false;
    }
    if (rest == null) {
      return true;
    }
    int i = 1;
    for (var parcel : rest) {
      if (i == count) {
        return true;
      }
      if (parcel != parcels[i]) {
        return false;
      }
      i++;
    }
    return true;
  }

  void clear() {
    Parcel parcel;
    while ((parcel = poll()) != null) {
      parcel.release();
    }
  }

  /// Everything that waits as the body of a polling response, which the caller owns.
  ///
  /// @param last one more packet in wire form, or empty
  ByteBuf drainToPayload(ByteBufAllocator allocator, String last) {
    if (isEmpty()) {
      return Unpooled.copiedBuffer(last, StandardCharsets.UTF_8);
    }
    var body = allocator.buffer((int) Math.min(bytes + 64, Integer.MAX_VALUE));
    Parcel parcel;
    while ((parcel = poll()) != null) {
      write(parcel.message(), body);
      parcel.release();
    }
    if (!last.isEmpty()) {
      separate(body).writeCharSequence(last, StandardCharsets.UTF_8);
    }
    return body;
  }

  private static void write(EngineMessage message, ByteBuf body) {
    if (message.hasText()) {
      separate(body).writeBytes(message.textPacket());
    }
    for (var binary : message.binaries()) {
      separate(body).writeByte('b').writeBytes(Base64.getEncoder().encode(binary));
    }
  }

  private static ByteBuf separate(ByteBuf body) {
    return body.isReadable() ? body.writeByte(PollingPayload.SEPARATOR) : body;
  }
}
