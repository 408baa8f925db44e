package io.klatch.socketio.engine;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One message on its way to many sessions: encoded once, its buffer shared by all of them.
///
/// Used by one thread: `add` for each receiver, then `close`, which wakes each event loop once.
public final class EngineBroadcast implements AutoCloseable {
  private final Parcel parcel;
  private final SendOptions options;

  /// The same for clients that read another form of it.
  private @Nullable EngineBroadcast other;

  private final ArrayList<LoopFlusher> flushers = new ArrayList<>(4);

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

  /// Puts the message into the session's outbox; a closed session is passed over.
  public void add(EngineSession session) {
    var transport = session.enqueue(parcel);
    if (transport != null) {
      var flusher = transport.flusher();
      flusher.add(transport);
      if (!flushers.contains(flusher)) {
        flushers.add(flusher);
      }
    }
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
    parcel.release();
    for (var flusher : flushers) {
      flusher.wake();
    }
    if (other != null) {
      other.close();
    }
  }
}
