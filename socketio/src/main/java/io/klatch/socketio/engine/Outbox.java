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
  private @Nullable ArrayDeque<Parcel> waiting;
  private long bytes;

  void add(Parcel parcel) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(4);
    }
    parcel.retain();
    waiting.add(parcel);
    bytes += parcel.bytes();
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return waiting == null;
  }

  /// The oldest parcel, whose reference passes to the caller, or null.
  @Nullable Parcel poll() {
    if (waiting == null) {
      return null;
    }
    var parcel = waiting.poll();
    if (waiting.isEmpty()) {
      waiting = null; // An idle session holds no queue.
    }
    if (parcel != null) {
      bytes -= parcel.bytes();
    }
    return parcel;
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
