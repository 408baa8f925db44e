package io.klatch.socketio.engine;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;

/// One message on its way to many sessions: encoded once, its buffer shared by all of them.
///
/// Used by one thread: `add` for each receiver, then `close`, which wakes each event loop once.
public final class EngineBroadcast implements AutoCloseable {
  private final Parcel parcel;
  private final ArrayList<LoopFlusher> flushers = new ArrayList<>(4);

  public EngineBroadcast(EngineMessage message) {
    this(message, SendOptions.DEFAULT);
  }

  public EngineBroadcast(EngineMessage message, SendOptions options) {
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

  @Override
  public void close() {
    parcel.release();
    for (var flusher : flushers) {
      flusher.wake();
    }
  }
}
