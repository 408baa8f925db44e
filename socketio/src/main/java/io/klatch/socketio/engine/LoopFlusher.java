package io.klatch.socketio.engine;

import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Writes the outboxes of one event loop's WebSockets: whoever fills an outbox puts its transport
/// here, and one task on the loop writes and flushes each of them once, however many messages came
/// meanwhile. What is for many of them waits in `broadcasts` until then.
///
/// `drain` and `run` are for the loop, all else may be called from any thread.
final class LoopFlusher implements Runnable {
  /// Transports written in one turn before the loop looks at its sockets again.
  private static final int TURN_MAX = 8_192;

  private final EventLoop loop;
  private final LoopStarter starter;
  private final ConcurrentLinkedQueue<WebSocketTransport> ready = new ConcurrentLinkedQueue<>();
  private final LoopBroadcasts broadcasts = new LoopBroadcasts(this);
  private final Bundle bundle = new Bundle();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  LoopFlusher(EventLoop loop, LoopStarter starter) {
    this.loop = loop;
    this.starter = starter;
  }

  /// Takes effect with the next `wake`.
  void add(WebSocketTransport transport) {
    ready.add(transport);
  }

  void wake() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      try {
        loop.execute(this);
      } catch (RejectedExecutionException _) {
        broadcasts.clear(); // The loop has ended, and its channels with it.
        ready.clear();
      }
    }
  }

  /// Where processors are scarce, what this turn has read may be half worked off, and the rest of
  /// the answers would have to be written by themselves. Others get the processor once; where they
  /// do not want it, this costs a system call.
  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but the size of writes
  private void letOthersFinish() {
    if (starter.isWorking()) {
      Thread.yield();
    }
  }

  /// What is on its way to many of the outboxes; takes effect with the next `wake`.
  LoopBroadcasts broadcasts() {
    return broadcasts;
  }

  /// Where what it writes is joined; on the loop, and only while `drain` or `run` does.
  Bundle bundle() {
    return bundle;
  }

  /// At once, rather than with the next `wake`.
  void drain(WebSocketTransport transport) {
    try {
      transport.drain();
    } finally {
      bundle.forget();
    }
  }

  @Override
  public void run() {
    letOthersFinish();
    scheduled.set(false);
    broadcasts.settleUnlessBusy();
    try {
      for (int i = 0; i < TURN_MAX; i++) {
        var transport = ready.poll();
        if (transport == null) {
          return;
        }
        transport.drain();
      }
    } finally {
      bundle.forget();
    }
    wake();
  }
}
