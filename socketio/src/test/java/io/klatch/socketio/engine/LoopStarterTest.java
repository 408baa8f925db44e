package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopStarterTest {
  private static final Inbox.Owner NOBODY =
      new Inbox.Owner() {
        @Override
        public void full() {}

        @Override
        public void pauseChanged() {}

        @Override
        public void workFailed(Throwable fault) {}
      };

  private final DefaultEventLoop loop = new DefaultEventLoop();

  /// Of each start, whether it was on the loop.
  private final List<Boolean> starts = Collections.synchronizedList(new ArrayList<>());

  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  private Inbox inbox(Executor executor) {
    return new Inbox(new LoopStarter(loop, executor), 4, NOBODY);
  }

  private List<Inbox> three(Executor executor) {
    var starter = new LoopStarter(loop, executor);
    return List.of(
        new Inbox(starter, 4, NOBODY),
        new Inbox(starter, 4, NOBODY),
        new Inbox(starter, 4, NOBODY));
  }

  private void counted(Runnable work) {
    starts.add(loop.inEventLoop());
    threads.execute(work);
  }

  @AfterEach
  void end() {
    var _ = loop.shutdownGracefully();
  }

  @Test
  void the_inboxes_of_one_turn_cost_the_loop_one_start() throws Exception {
    var done = new CountDownLatch(3);
    var inboxes = three(this::counted);
    loop.submit(() -> inboxes.forEach(inbox -> inbox.add(done::countDown))).get();
    Await.latch(done);
    assertThat(starts).containsExactly(true, false, false);
  }

  @Test
  void an_inbox_whose_work_takes_long_does_not_hold_up_the_others_of_its_turn() throws Exception {
    var release = new CountDownLatch(1);
    var done = new CountDownLatch(2);
    var inboxes = three(threads);
    loop.submit(
            () -> {
              inboxes.get(0).add(() -> Await.latch(release));
              inboxes.get(1).add(done::countDown);
              inboxes.get(2).add(done::countDown);
            })
        .get();
    Await.latch(done);
    release.countDown();
  }

  @Test
  void it_is_working_until_all_that_a_turn_has_read_is_worked_off() throws Exception {
    var release = new CountDownLatch(1);
    var starter = new LoopStarter(loop, threads);
    var one = new Inbox(starter, 4, NOBODY);
    var other = new Inbox(starter, 4, NOBODY);
    assertThat(starter.isWorking()).isFalse();
    loop.submit(
            () -> {
              one.add(() -> Await.latch(release));
              other.add(() -> {
                throw new IllegalStateException("a handler that fails");
              });
            })
        .get();
    Await.until("working", starter::isWorking);
    release.countDown();
    Await.until("nothing being worked on", () -> !starter.isWorking());
  }

  @Test
  void what_no_thread_takes_is_not_being_worked_on() throws Exception {
    var refused = new CountDownLatch(1);
    var starter =
        new LoopStarter(
            loop,
            _ -> {
              refused.countDown();
              throw new RejectedExecutionException();
            });
    var inbox = new Inbox(starter, 4, NOBODY);
    loop.submit(() -> inbox.add(() -> starts.add(true))).get();
    Await.latch(refused);
    loop.submit(() -> assertThat(starter.isWorking()).isFalse()).get();
  }

  @Test
  void another_thread_than_the_loop_s_starts_at_once() {
    var done = new CountDownLatch(1);
    inbox(this::counted).add(done::countDown);
    assertThat(starts).containsExactly(false);
    Await.latch(done);
  }

  @Test
  void after_the_executor_has_ended_work_is_dropped_and_can_be_added_all_the_same()
      throws Exception {
    var done = new CountDownLatch(1);
    var refused = new CountDownLatch(1);
    var inbox =
        inbox(work -> {
          if (refused.getCount() > 0) {
            refused.countDown();
            throw new RejectedExecutionException();
          }
          threads.execute(work);
        });
    loop.submit(() -> inbox.add(() -> starts.add(true))).get();
    Await.latch(refused);
    loop.submit(() -> inbox.add(done::countDown)).get();
    Await.latch(done);
    assertThat(starts).isEmpty();
  }
}
