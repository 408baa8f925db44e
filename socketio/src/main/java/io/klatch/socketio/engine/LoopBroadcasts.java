package io.klatch.socketio.engine;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Broadcasts on their way to the outboxes of one event loop's WebSockets.
///
/// The loop puts them there before it writes, so that what a session is made of stays with the
/// processor that writes it; a sender who did it himself would fetch each session from there, and
/// the loop would fetch it back. Whoever has something else to say to one of the sessions, or ends
/// it, calls `settle` before: outboxes have what was sent in the order of sending.
///
/// May be used by any thread.
final class LoopBroadcasts {
  /// As many wait at most; then senders put them where they belong themselves.
  private static final int WAITING_MAX = 1_024;

  /// @param parcel a reference of it is the item's
  private record Item(Parcel parcel, List<EngineSession> receivers) {}

  private final LoopFlusher flusher;
  private final ConcurrentLinkedQueue<Item> items = new ConcurrentLinkedQueue<>();

  /// Counted before it is in the queue and until it is in all outboxes.
  private final AtomicInteger waiting = new AtomicInteger();

  /// Taken before the locks of sessions. The loop does not wait for it.
  private final ReentrantLock working = new ReentrantLock();

  LoopBroadcasts(LoopFlusher flusher) {
    this.flusher = flusher;
  }

  /// Takes effect with the loop's next turn or the next `settle`; the caller's reference of the
  /// parcel goes with it.
  ///
  /// @param receivers not changed any more
  void add(Parcel parcel, List<EngineSession> receivers) {
    int before = waiting.getAndIncrement();
    items.add(new Item(parcel, receivers));
    if (before >= WAITING_MAX) {
      settle();
    }
  }

  /// Puts everything that was added before this call into the outboxes, unless that was done. Must
  /// not be called under a session's lock.
  void settle() {
    if (waiting.get() == 0 || working.isHeldByCurrentThread()) {
      return;
    }
    working.lock();
    try {
      work();
    } finally {
      working.unlock();
      flusher.wake();
    }
  }

  /// As `settle`, but leaves it to another thread that is at it and wakes the loop then.
  void settleUnlessBusy() {
    if (waiting.get() > 0 && working.tryLock()) {
      try {
        work();
      } finally {
        working.unlock();
      }
    }
  }

  /// Drops everything: the loop has ended.
  void clear() {
    for (var item = items.poll(); item != null; item = items.poll()) {
      item.parcel().release();
      waiting.decrementAndGet();
    }
  }

  /// What comes meanwhile is for the next time.
  private void work() {
    for (int left = waiting.get(); left > 0; left--) {
      var item = items.poll();
      if (item == null) {
        return;
      }
      try {
        put(item);
      } finally {
        item.parcel().release();
        waiting.decrementAndGet();
      }
    }
  }

  private void put(Item item) {
    for (var session : item.receivers()) {
      var transport = session.enqueue(item.parcel());
      if (transport != null) {
        flusher.add(transport);
      }
    }
  }
}
