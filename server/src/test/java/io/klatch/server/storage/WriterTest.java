package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
  @TempDir private Path folder;

  @Test
  void a_commit_is_an_fsync_in_write_ahead_mode() {
    try (var fixture = new StoreFixture(folder)) {
      assertThat(pragma(fixture, "synchronous")).isEqualTo("2");
      assertThat(pragma(fixture, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(fixture, "wal_autocheckpoint")).isEqualTo("4000");
      assertThat(pragma(fixture, "foreign_keys")).isEqualTo("1");
    }
  }

  @Test
  void racing_senders_leave_numbers_without_gaps_and_a_log_in_commit_order() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      var conversations =
          IntStream.range(0, 4).mapToObj(i -> fixture.group("c" + i, ANN, BOB)).toList();
      var sends = new ArrayList<Callable<Appended>>();
      for (var sender = 0; sender < 32; sender++) {
        var mine = sender;
        sends.add(() -> {
          Appended last = new Appended.NotAMember();
          for (var i = 0; i < 50; i++) {
            last = fixture.append(ANN, conversations.get(mine % 4), "x", mine + "-" + i);
          }
          return last;
        });
      }
      all(sends);
      for (var conversation : conversations) {
        assertThat(fixture.all(BOB, conversation))
            .extracting(it -> it.seq().value())
            .containsExactlyElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
      }
      assertThat(fixture.committed)
          .extracting(it -> it.position().value())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 1604).boxed().toList());
    }
  }

  @Tag("M11")
  @Test
  void racing_repeats_of_one_message_store_it_once() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      var conversation = fixture.group("c1", ANN, BOB);
      var sends = new ArrayList<Callable<Appended>>();
      for (var i = 0; i < 32; i++) {
        sends.add(() -> fixture.append(ANN, conversation, "x", "m1"));
      }
      var answers = all(sends).stream().map(Appended.Stored.class::cast).toList();
      assertThat(answers)
          .extracting(Appended.Stored::message)
          .containsOnly(fixture.all(ANN, conversation).getFirst());
      assertThat(answers).filteredOn(it -> !it.deduplicated()).hasSize(1);
    }
  }

  @Test
  void racing_creators_of_a_pair_get_the_same_conversation() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      var creates = new ArrayList<Callable<ConversationId>>();
      for (var i = 0; i < 32; i++) {
        var id = "c" + i;
        creates.add(() -> fixture.direct(id, ANN, BOB));
      }
      assertThat(new HashSet<>(all(creates))).hasSize(1);
      assertThat(fixture.committed).hasSize(1);
    }
  }

  @Test
  void a_job_that_fails_does_not_take_its_batch_with_it() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      var conversation = fixture.group("c1", ANN, BOB);
      poison(fixture);
      var batch = new ArrayList<Callable<Object>>();
      batch.add(() -> fixture.append(ANN, conversation, "one", "m1"));
      batch.add(() -> fixture.append(ANN, conversation, "poison", "m2"));
      batch.add(() -> fixture.append(BOB, conversation, "two", "m3"));
      batch.add(() ->
          fixture
              .store
              .writer()
              .write(_ -> {
                throw new SQLException("no");
              }));
      var outcomes = inOneBatch(fixture, batch);
      assertThat(outcomes).filteredOn(StoreException.class::isInstance).hasSize(2);
      assertThat(outcomes).filteredOn(Appended.Stored.class::isInstance).hasSize(2);
      assertThat(fixture.all(ANN, conversation))
          .extracting(Message::text)
          .containsExactlyInAnyOrder("one", "two");
      assertThat(fixture.all(ANN, conversation))
          .extracting(it -> it.seq().value())
          .containsExactly(1L, 2L);
      assertThat(fixture.committed).hasSize(3);
    }
  }

  @Test
  void a_full_queue_refuses_and_stores_nothing() throws Exception {
    var config = new StoreConfig(1, 500, 1);
    try (var store = Store.open(folder, config, _ -> {}, Clock.systemUTC());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var gate = new Gate();
      var held = threads.submit(() -> store.writer().write(gate));
      gate.entered.await();
      var queued = threads.submit(() -> store.writer().write(_ -> "queued"));
      while (store.writesQueued() == 0) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> store.writer().write(_ -> "refused"))
          .isInstanceOf(UnavailableException.class);
      gate.open.countDown();
      assertThat(held.get()).isTrue();
      assertThat(queued.get()).isEqualTo("queued");
    }
  }

  @Test
  void closing_finishes_what_waits_and_refuses_what_comes_later() throws Exception {
    var fixture = new StoreFixture(folder);
    var conversation = fixture.group("c1", ANN);
    var gate = new Gate();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ = threads.submit(() -> fixture.store.writer().write(gate));
      gate.entered.await();
      var waiting = threads.submit(() -> fixture.send(ANN, conversation, "last"));
      while (fixture.store.writesQueued() == 0) {
        Thread.onSpinWait();
      }
      var closing = threads.submit(fixture::close);
      gate.open.countDown();
      closing.get();
      assertThat(waiting.get().message().text()).isEqualTo("last");
    }
    assertThat(fixture.store.isWritable()).isFalse();
    assertThatThrownBy(() -> fixture.send(ANN, conversation, "too late"))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void a_full_disk_is_told_as_unavailable_and_writing_goes_on_when_there_is_room_again() {
    try (var fixture = new StoreFixture(folder)) {
      var conversation = fixture.group("c1", ANN);
      pragma(fixture, "max_page_count=" + pragma(fixture, "page_count"));
      var text = "x".repeat(8_000);
      assertThatThrownBy(
              () -> {
                for (var i = 0; i < 100; i++) {
                  fixture.append(ANN, conversation, text, "m" + i);
                }
              })
          .isInstanceOf(UnavailableException.class);
      var before = fixture.all(ANN, conversation).size();
      pragma(fixture, "max_page_count=1000000");
      var stored = (Appended.Stored) fixture.append(ANN, conversation, text, "m" + before);
      assertThat(stored.deduplicated()).isFalse();
      assertThat(stored.message().seq().value()).isEqualTo(before + 1L);
      assertThat(fixture.store.log().head().value()).isEqualTo(before + 2L);
    }
  }

  @Test
  void a_listener_that_fails_does_not_undo_what_is_committed() {
    var command = new SendMessage(ANN, new ConversationId("c1"), "x", new ClientMessageId("m1"));
    try (var store =
        Store.open(
            folder,
            StoreConfig.defaults(),
            _ -> {
              throw new IllegalStateException("listener");
            },
            Clock.systemUTC())) {
      store
          .conversations()
          .open(
              new NewConversation(
                  TenantId.DEFAULT,
                  command.conversation(),
                  ConversationType.GROUP,
                  null,
                  List.of(ANN.user()),
                  ANN.user(),
                  StoreFixture.NOW));
      assertThat(store.messages().append(command, StoreFixture.NOW))
          .isInstanceOf(Appended.Stored.class);
    }
  }

  private static void poison(StoreFixture fixture) {
    fixture
        .store
        .writer()
        .write(batch -> {
          try (var statement = batch.statements().connection().createStatement()) {
            return statement.execute(
                "create trigger poison before insert on messages when new.text = 'poison'"
                    + " begin select raise(abort, 'poisoned'); end");
          }
        });
  }

  private static List<Object> inOneBatch(StoreFixture fixture, List<Callable<Object>> jobs)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var gate = new Gate();
      var _ = threads.submit(() -> fixture.store.writer().write(gate));
      gate.entered.await();
      var running = jobs.stream().map(threads::submit).toList();
      while (fixture.store.writesQueued() < jobs.size()) {
        Thread.onSpinWait();
      }
      gate.open.countDown();
      var outcomes = new ArrayList<>();
      for (var job : running) {
        outcomes.add(outcome(job));
      }
      return outcomes;
    }
  }

  private static Object outcome(Future<Object> job) throws InterruptedException {
    try {
      return job.get();
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }

  private static <T> List<T> all(List<Callable<T>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<T>();
      for (var future : threads.invokeAll(calls)) {
        answers.add(future.get());
      }
      return answers;
    }
  }

  private static String pragma(StoreFixture fixture, String name) {
    return fixture
        .store
        .writer()
        .write(batch -> {
          try (var statement = batch.statements().connection().createStatement();
              var rows = statement.executeQuery("pragma " + name)) {
            rows.next();
            return rows.getString(1);
          }
        });
  }

  /// Holds the writer's thread until it is opened.
  private static final class Gate implements Job.Write<Boolean> {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch open = new CountDownLatch(1);

    @Override
    public Boolean run(Batch batch) throws SQLException {
      entered.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new SQLException(e);
      }
      return true;
    }
  }
}
