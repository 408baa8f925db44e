package io.klatch.socketio.admin;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what is to be done for the Admin UI, in order and one piece at a time, away from the
/// threads that cause it. What the server's clients cause is bounded: so many pieces of a kind in a
/// second, and the others are left out.
final class Feed {
  /// What clients cause.
  enum Kind {
    /// A change of sockets or rooms.
    CHANGE,
    /// An event that was sent or received.
    EVENT
  }

  private static final Logger log = LoggerFactory.getLogger(Feed.class);

  private final Executor executor;
  private final int perSecondMax;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicInteger changesLeft;
  private final AtomicInteger eventsLeft;

  /// Pieces of both kinds that wait; when the executor is late, a new second brings no new room.
  private final AtomicInteger queued = new AtomicInteger();

  private final LongAdder dropped = new LongAdder();

  Feed(Executor executor, int perSecondMax) {
    this.executor = executor;
    this.perSecondMax = perSecondMax;
    this.changesLeft = new AtomicInteger(perSecondMax);
    this.eventsLeft = new AtomicInteger(perSecondMax);
  }

  /// What was left out since the start.
  long dropped() {
    return dropped.sum();
  }

  /// From any thread; never waits.
  ///
  /// @return false if it is left out
  boolean offer(Kind kind, Runnable work) {
    var left = kind == Kind.CHANGE ? changesLeft : eventsLeft;
    if (left.get() <= 0 || left.getAndDecrement() <= 0 || queued.get() >= 2 * perSecondMax) {
      dropped.increment();
      return false;
    }
    queued.incrementAndGet();
    add(() -> {
      queued.decrementAndGet();
      work.run();
    });
    return true;
  }

  /// As `offer`, for what the server itself causes: always done.
  void add(Runnable work) {
    waiting.add(work);
    start();
  }

  /// A new second.
  void refill() {
    changesLeft.set(perSecondMax);
    eventsLeft.set(perSecondMax);
  }

  private void start() {
    if (running.compareAndSet(false, true)) {
      try {
        executor.execute(this::drain);
      } catch (RejectedExecutionException _) {
        waiting.clear(); // The server is gone.
      }
    }
  }

  private void drain() {
    Runnable work;
    while ((work = waiting.poll()) != null) {
      try {
        work.run();
      } catch (RuntimeException fault) {
        log.warn("the admin UI could not be told something", fault);
      }
    }
    running.set(false);
    if (!waiting.isEmpty()) {
      start(); // Came while this was ending.
    }
  }
}
