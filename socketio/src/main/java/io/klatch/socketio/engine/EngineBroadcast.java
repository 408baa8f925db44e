package io.klatch.socketio.engine;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One message on its way to many sessions: encoded once, its buffer shared by all of them.
///
/// Used by one thread: `add` for each receiver, then `close`, which hands each event loop the
/// message and those of its sessions that get it.
public final class EngineBroadcast implements AutoCloseable {
  private final Parcel parcel;
  private final SendOptions options;

  /// The same for clients that read another form of it.
  private @Nullable EngineBroadcast other;

  /// Receivers by event loop.
  private final ArrayList<Part> parts = new ArrayList<>(4);

  private record Part(LoopFlusher flusher, ArrayList<EngineSession> receivers) {}

  public EngineBroadcast(EngineMessage message) {
    this(message, SendOptions.DEFAULT);
  }

  public EngineBroadcast(EngineMessage message, SendOptions options) {
    this.options = options;
    this.parcel = Parcel.shared(message, options, ByteBufAllocator.DEFAULT);
  }

  public boolean isVolatile() {
    return parcel.isVolatile();
  }

  /// Sends the message to the session as well, a WebSocket's with `close`; a closed session is
  /// passed over.
  public void add(EngineSession session) {
    var flusher = session.flusher;
    if (flusher != null) {
      partOf(flusher).receivers().add(session);
    } else {
      WebSocketTransport.flush(session.enqueue(parcel));
    }
  }

  private Part partOf(LoopFlusher flusher) {
    for (var part : parts) {
      if (part.flusher() == flusher) {
        return part;
      }
    }
    var part = new Part(flusher, new ArrayList<>());
    parts.add(part);
    return part;
  }

  /// As `add`, for a client that reads another form of the message.
  ///
  /// @param form asked once, by the first of them
  public void addOther(EngineSession session, Supplier<EngineMessage> form) {
    if (other == null) {
      other = new EngineBroadcast(form.get(), options);
    }
    other.add(session);
  }

  @Override
  public void close() {
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      part.flusher()
          .broadcasts()
          .add(i == 0 ? parcel.retain() : parcel.another(), part.receivers());
      part.flusher().wake();
    }
    parcel.release();
    if (other != null) {
      other.close();
    }
  }
}
