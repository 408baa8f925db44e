package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());

  /// Tasks the test runs when it likes.
  private final ArrayDeque<Runnable> started = new ArrayDeque<>();

  private final Inbox inbox = new Inbox(started::add, 4, new Owner());

  private final class Owner implements Inbox.Owner {
    @Override
    public void full() {
      told.add("full");
    }

    @Override
    public void pauseChanged() {
      told.add(inbox.isPaused() ? "pause" : "resume");
    }

    @Override
    public void workFailed(Throwable fault) {
      told.add("failed: " + fault.getMessage());
    }
  }

  private void add(int... numbers) {
    for (int number : numbers) {
      inbox.add(() -> done.add(number));
    }
  }

  private void runStarted() {
    for (var task = started.poll(); task != null; task = started.poll()) {
      task.run();
    }
  }

  @Nested
  class Work {
    @Test
    void is_done_in_order_by_one_task_at_a_time() {
      add(1, 2, 3);
      assertThat(started).hasSize(1);
      runStarted();
      assertThat(done).containsExactly(1, 2, 3);
    }

    @Test
    void that_comes_after_a_rest_starts_a_new_task() {
      add(1);
      runStarted();
      add(2);
      assertThat(started).hasSize(1);
      runStarted();
      assertThat(done).containsExactly(1, 2);
    }

    @Test
    void that_fails_is_told_and_the_next_runs_all_the_same() {
      add(1);
      inbox.add(() -> {
        throw new IllegalStateException("broken");
      });
      add(2);
      runStarted();
      assertThat(done).containsExactly(1, 2);
      assertThat(told).containsExactly("failed: broken");
    }

    @Test
    void added_by_work_comes_behind_what_waits() {
      inbox.add(() -> add(3));
      add(2);
      runStarted();
      assertThat(done).containsExactly(2, 3);
    }

    @Test
    void of_two_threads_keeps_each_thread_s_order() throws InterruptedException {
      var all = Collections.synchronizedList(new ArrayList<Integer>());
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var shared = new Inbox(executor::execute, 1_000_000, new Owner());
        var odd = Thread.ofPlatform().start(() -> addAll(shared, all, 1));
        addAll(shared, all, 0);
        odd.join();
        Await.until("all work done", () -> all.size() == 20_000);
      }
      assertThat(all.stream().filter(number -> number % 2 == 0)).isSorted().hasSize(10_000);
      assertThat(all.stream().filter(number -> number % 2 == 1)).isSorted().hasSize(10_000);
    }

    private static void addAll(Inbox inbox, List<Integer> all, int first) {
      IntStream.range(0, 10_000).map(i -> 2 * i + first).forEach(i -> inbox.add(() -> all.add(i)));
    }
  }

  @Nested
  class A_full_inbox {
    @Test
    void pauses_reading_once_and_resumes_when_half_is_done() {
      add(1, 2, 3);
      assertThat(told).isEmpty();
      add(4, 5);
      assertThat(told).containsExactly("full", "pause");
      assertThat(inbox.isPaused()).isTrue();
      inbox.add(() -> assertThat(told).containsExactly("full", "pause", "resume"));
      runStarted();
      assertThat(inbox.isPaused()).isFalse();
      assertThat(told).containsExactly("full", "pause", "resume");
      assertThat(done).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void whose_work_is_done_before_it_has_told_of_the_pause_does_not_stay_paused() {
      // The event loop loses the processor between deciding to pause and saying so.
      var last = new ArrayList<Boolean>();
      var tasks = new ArrayDeque<Runnable>();
      var inboxes = new ArrayList<Inbox>();
      var owner =
          new Inbox.Owner() {
            @Override
            public void full() {}

            @Override
            public void pauseChanged() {
              var task = tasks.poll();
              if (task != null) {
                task.run();
              }
              last.add(inboxes.getFirst().isPaused());
            }

            @Override
            public void workFailed(Throwable fault) {}
          };
      inboxes.add(new Inbox(tasks::add, 2, owner));
      inboxes.getFirst().add(() -> done.add(1));
      inboxes.getFirst().add(() -> done.add(2));
      assertThat(done).containsExactly(1, 2);
      assertThat(last).containsExactly(false, false);
    }

    @Test
    void takes_more_all_the_same_because_the_bytes_have_been_read() {
      add(IntStream.range(0, 100).toArray());
      runStarted();
      assertThat(done).hasSize(100);
    }
  }

  @Test
  void after_the_executor_has_ended_work_is_dropped() {
    var ended =
        new Inbox(
            _ -> {
              throw new RejectedExecutionException();
            },
            4,
            new Owner());
    ended.add(() -> done.add(1));
    assertThat(done).isEmpty();
  }

  @Test
  void slow_work_holds_up_only_its_own_inbox() {
    var release = new CountDownLatch(1);
    var otherDone = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      new Inbox(executor::execute, 4, new Owner()).add(() -> Await.latch(release));
      new Inbox(executor::execute, 4, new Owner()).add(otherDone::countDown);
      Await.latch(otherDone);
      release.countDown();
    }
  }
}
