package io.klatch.server.delivery;

import io.klatch.domain.chat.Admission;
import io.klatch.domain.event.CommitListener;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.UnavailableException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What waits for the fan-out thread, in commit order.
///
/// The writer must never wait for fan-out, so adding a commit always succeeds; instead new sends
/// are refused while more than [#EVENTS_MAX] events wait ([#open]). What can come on top is what
/// the store's own bounded queue has let in already.
public final class CommitQueue implements CommitListener, Admission {
  /// About a second of fan-out behind, and some tens of megabytes.
  static final int EVENTS_MAX = 20_000;

  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final AtomicInteger eventsWaiting = new AtomicInteger();
  private volatile boolean ended;

  @Override
  public void committed(List<LogEvent> events) {
    eventsWaiting.addAndGet(events.size());
    tasks.add(new Task.Deliver(events));
  }

  @Override
  public boolean open() {
    return eventsWaiting.get() < EVENTS_MAX;
  }

  /// How many events wait.
  public int waiting() {
    return eventsWaiting.get();
  }

  /// Runs `work` on the fan-out thread, behind all that waits, and gives its answer. Blocks.
  <T> T call(Supplier<T> work) {
    var call = new Task.Call<>(work, new CompletableFuture<>());
    add(call);
    try {
      return call.answer().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for fan-out", e);
    } catch (ExecutionException e) {
      throw new UnavailableException("fan-out has stopped", e);
    }
  }

  /// Runs `work` on the fan-out thread, behind all that waits.
  void post(Runnable work) {
    tasks.add(
        new Task.Call<>(
            () -> {
              work.run();
              return true;
            },
            new CompletableFuture<>()));
  }

  void stop() {
    tasks.add(new Task.Stop());
  }

  Task take() throws InterruptedException {
    var task = tasks.take();
    if (task instanceof Task.Deliver(var events)) {
      eventsWaiting.addAndGet(-events.size());
    }
    return task;
  }

  /// No more is taken; who waits is told so.
  void end() {
    ended = true;
    for (var task = tasks.poll(); task != null; task = tasks.poll()) {
      refuse(task);
    }
  }

  private void add(Task.Call<?> call) {
    tasks.add(call);
    // The thread may have ended, its last look into the queue included, before the call got there.
    if (ended && tasks.remove(call)) {
      refuse(call);
    }
  }

  private static void refuse(@Nullable Task task) {
    if (task instanceof Task.Call<?> call) {
      call.answer().completeExceptionally(new UnavailableException("fan-out has stopped"));
    }
  }

  sealed interface Task {
    record Deliver(List<LogEvent> events) implements Task {}

    record Call<T>(Supplier<T> work, CompletableFuture<T> answer) implements Task {
      void run() {
        try {
          answer.complete(work.get());
        } catch (RuntimeException e) {
          answer.completeExceptionally(e);
        }
      }
    }

    record Stop() implements Task {}
  }
}
