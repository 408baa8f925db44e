package io.klatch.socketio.engine;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Starts the inboxes that one turn of an event loop has filled, all of them by one virtual thread.
///
/// To start a virtual thread from the loop may mean to wake one of the threads that carry them,
/// which costs more than what most packets have to do. So the loop starts one when it has looked at
/// all its sockets, and that one starts the others before it works for its own inbox.
final class LoopStarter implements Inbox.Starter {
  private final EventLoop loop;
  private final Executor executor;

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

  private void startWaiting() {
    var inboxes = waiting;
    waiting = new ArrayList<>();
    try {
      executor.execute(() -> startOthers(inboxes));
    } catch (RejectedExecutionException _) {
      inboxes.forEach(Inbox::abandon);
    }
  }

  private void startOthers(List<Inbox> inboxes) {
    for (var other : inboxes.subList(1, inboxes.size())) {
      try {
        executor.execute(other);
      } catch (RejectedExecutionException _) {
        other.abandon();
      }
    }
    var first = inboxes.getFirst();
    inboxes.clear(); // Its work may take long, and the others' sessions end meanwhile.
    first.run();
  }
}
