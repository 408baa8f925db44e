package io.klatch.socketio.engine;

import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Runs one session's work in order, one piece at a time, on virtual threads.
///
/// Event loops put work in and never wait; while `capacity` pieces are waiting the reader is told
/// to pause, and to go on once half have been done. A pause takes effect after the bytes already
/// read, so the queue can exceed its capacity by what one read holds.
///
/// The fields are guarded by this object's lock; work and owner are called without it.
final class Inbox implements Runnable {
  /// Has the inbox `run` on a virtual thread; from any thread.
  interface Starter {
    /// @throws RejectedExecutionException if no virtual threads are started any more
    void start(Inbox inbox);
  }

  /// Each may be called from any thread.
  interface Owner {
    /// As much waits as may; a pause begins.
    void full();

    /// `isPaused` is not what it was. Two threads may say so in either order, so the owner asks for
    /// the state under its own lock instead of being told it.
    void pauseChanged();

    /// A piece of work threw; the next one runs all the same.
    void workFailed(Throwable fault);
  }

  private final Starter starter;
  private final int capacity;
  private final Owner owner;
  private @Nullable ArrayDeque<Runnable> waiting;
  private boolean running;
  private boolean paused;

  Inbox(Starter starter, int capacity, Owner owner) {
    this.starter = starter;
    this.capacity = capacity;
    this.owner = owner;
  }

  void add(Runnable work) {
    boolean pause;
    boolean start;
    synchronized (this) {
      if (waiting == null) {
        waiting = new ArrayDeque<>();
      }
      waiting.add(work);
      pause = !paused && waiting.size() >= capacity;
      paused |= pause;
      start = !running;
      running = true;
    }
    if (pause) {
      owner.full();
      owner.pauseChanged();
    }
    if (start) {
      start();
    }
  }

  synchronized boolean isPaused() {
    return paused;
  }

  private void start() {
    try {
      starter.start(this);
    } catch (RejectedExecutionException _) {
      abandon();
    }
  }

  /// It cannot be started: the server is gone, and what waits with it.
  synchronized void abandon() {
    waiting = null;
    running = false;
  }

  /// Does what waits; called by whom the starter has chosen.
  @Override
  public void run() {
    Runnable work;
    while ((work = next()) != null) {
      try {
        work.run();
      } catch (RejectedExecutionException _) {
        // An event loop is gone, and the connection with it.
      } catch (RuntimeException | Error fault) {
        owner.workFailed(fault);
      }
    }
  }

  private @Nullable Runnable next() {
    Runnable work;
    boolean resume;
    synchronized (this) {
      work = waiting == null ? null : waiting.poll();
      resume = paused && (waiting == null || waiting.size() <= capacity / 2);
      paused &= !resume;
      if (work == null) {
        waiting = null;
        running = false;
      }
    }
    if (resume) {
      owner.pauseChanged();
    }
    return work;
  }
}
