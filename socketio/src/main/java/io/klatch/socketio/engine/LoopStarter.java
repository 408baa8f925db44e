package io.klatch.socketio.engine;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Starts the inboxes that one turn of an event loop has filled, all of them by one virtual thread.
///
/// To start a virtual thread from the loop may mean to wake one of the threads that carry them,
/// which costs more than what most packets have to do. So the loop starts one when it has looked at
/// all its sockets, and that one starts the others before it works for its own inbox.
final class LoopStarter implements Inbox.Starter {
  private final EventLoop loop;
  private final Executor executor;

  /// Inboxes that a turn has filled and that have not done what they were started for.
  private final AtomicInteger working = new AtomicInteger();

  /// Confined to the loop.
  private List<Inbox> waiting = new ArrayList<>();

  LoopStarter(EventLoop loop, Executor executor) {
    this.loop = loop;
    this.executor = executor;
  }

  /// From any thread; another than the loop's starts it at once.
  @Override
  public void start(Inbox inbox) {
    if (!loop.inEventLoop()) {
      executor.execute(inbox);
      return;
    }
    if (waiting.isEmpty()) {
      loop.execute(this::startWaiting);
    }
    waiting.add(inbox);
  }

  /// Whether something that the loop has read is being worked on; from any thread.
  boolean isWorking() {
    return working.get() > 0;
  }

  private void startWaiting() {
    var inboxes = waiting;
    waiting = new ArrayList<>();
    working.addAndGet(inboxes.size());
    try {
      executor.execute(() -> startOthers(inboxes));
    } catch (RejectedExecutionException _) {
      inboxes.forEach(this::abandon);
    }
  }

  private void startOthers(List<Inbox> inboxes) {
    for (var other : inboxes.subList(1, inboxes.size())) {
      try {
        executor.execute(() -> run(other));
      } catch (RejectedExecutionException _) {
        abandon(other);
      }
    }
    var first = inboxes.getFirst();
    inboxes.clear(); // Its work may take long, and the others' sessions end meanwhile.
    run(first);
  }

  private void run(Inbox inbox) {
    try {
      inbox.run();
    } finally {
      working.decrementAndGet();
    }
  }

  private void abandon(Inbox inbox) {
    inbox.abandon();
    working.decrementAndGet();
  }
}
