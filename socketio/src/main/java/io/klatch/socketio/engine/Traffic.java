package io.klatch.socketio.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What has gone through an endpoint since it was asked to count: messages, with attachments each
/// their own, and their bytes; heartbeats are none. May be used from any thread.
///
/// A broadcast is counted by whoever makes it, all at once: its way to each client counts nothing.
public final class Traffic {
  private final LongAdder packetsIn = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder packetsOut = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

  Traffic() {
    for (var reason : CloseReason.values()) {
      closed.put(reason, new LongAdder());
    }
  }

  public long packetsIn() {
    return packetsIn.sum();
  }

  public long bytesIn() {
    return bytesIn.sum();
  }

  public long packetsOut() {
    return packetsOut.sum();
  }

  public long bytesOut() {
    return bytesOut.sum();
  }

  /// Sessions that ended for that reason.
  public long closed(CloseReason reason) {
    return adder(reason).sum();
  }

  /// Counts a broadcast.
  public void sent(long receivers, long packets, long bytes) {
    packetsOut.add(receivers * packets);
    bytesOut.add(receivers * bytes);
  }

  void received(int bytes) {
    packetsIn.increment();
    bytesIn.add(bytes);
  }

  void sent(EngineMessage message) {
    sent(1, message.packets(), message.bytes());
  }

  void ended(CloseReason reason) {
    adder(reason).increment();
  }

  private LongAdder adder(CloseReason reason) {
    var adder = closed.get(reason);
    if (adder == null) {
      throw new IllegalStateException("no counter of " + reason);
    }
    return adder;
  }
}
