package io.klatch.server.storage;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.event.CommitListener;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.server.threads.Threads;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes, and its group commit.
///
/// It takes one job from the queue, gives others a moment ([Gathering]), takes whatever else waits
/// (up to a batch), runs them in one transaction, commits (one fsync for all), tells the commit
/// listener, and completes the jobs' futures in order. So the batch grows by itself while the disk
/// is slow: a single sender waits for one fsync, and 256 senders share it.
///
/// A job that fails must not take its neighbours with it: the batch is undone and its jobs are run
/// again one by one, each in a transaction of its own. Nothing was acknowledged before, so running
/// them again is invisible. For want of disk or memory the whole batch is refused instead.
///
/// Undoing means closing the connection and opening another. A rollback is not enough: after some
/// faults SQLite has rolled back by itself, after others (a failed fsync) a commit that was
/// reported as failed may be in the file all the same. So the log's head is read anew, and if it is
/// where the batch would have put it, the batch was committed after all.
///
/// It is a platform thread because SQLite is native code, which holds its carrier: on a virtual
/// thread, two slow commits would stop every other virtual thread of a two-core machine.
final class Writer {
  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  private final Path file;
  private final SqlDialect dialect;
  private final CommitListener listener;
  private final Clock clock;
  private final int batchMax;
  private final BlockingQueue<Job<?>> queue;
  private final Thread thread;

  /// Confined to the writer's thread.
  private Statements statements;

  /// Written by the writer's thread only.
  private volatile long head;

  /// Confined to the writer's thread.
  private final Gathering gathering = new Gathering();

  private final LongAdder commits = new LongAdder();

  private volatile boolean closing;
  private volatile boolean ended;

  /// Takes over `connection`, which is to `file`, and starts the thread.
  Writer(
      Path file,
      Connection connection,
      SqlDialect dialect,
      long head,
      StoreConfig config,
      CommitListener listener,
      Clock clock)
      throws SQLException {
    this.file = file;
    this.statements = new Statements(connection, clock);
    this.dialect = dialect;
    this.head = head;
    this.listener = listener;
    this.clock = clock;
    this.batchMax = config.batchMax();
    this.queue = new ArrayBlockingQueue<>(config.queueMax());
    connection.setAutoCommit(false);
    this.thread = Threads.start("store-writer", this::run);
  }

  /// The last committed log position.
  long head() {
    return head;
  }

  long commits() {
    return commits.sum();
  }

  int queued() {
    return queue.size();
  }

  boolean isAlive() {
    return !closing && !ended;
  }

  Appended append(SendMessage message, Instant acceptedAt) {
    return submit(new Job.Append(message, acceptedAt));
  }

  <T> T write(Job.Write<T> write) {
    return submit(new Job.Single<>(write));
  }

  /// Finishes what is queued, then stops.
  void close() {
    closing = true;
    // Wakes the thread if it waits; when the queue is full it does not.
    queue.offer(new Job.Single<>(_ -> true));
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Blocks until the job is durable or refused.
  <T> T submit(Job<T> job) {
    if (closing) {
      throw new UnavailableException("the store is stopping");
    }
    if (!queue.offer(job)) {
      throw new UnavailableException("the store is behind with its writes");
    }
    // The thread may have ended, its last look into the queue included, before the job got there.
    if (ended && queue.remove(job)) {
      throw new UnavailableException("the store has stopped");
    }
    return await(job.done(), "a write");
  }

  static <T> T await(Future<T> done, String what) {
    try {
      return done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for " + what, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnavailableException unavailable) {
        throw unavailable;
      }
      throw new StoreException(what + " failed", e.getCause() == null ? e : e.getCause());
    }
  }

  private void run() {
    var jobs = new ArrayList<Job<?>>();
    try {
      while (!(closing && queue.isEmpty())) {
        jobs.clear();
        jobs.add(queue.take());
        gathering.await(() -> queue.size() + 1);
        queue.drainTo(jobs, batchMax - 1);
        commitTogether(jobs);
      }
    } catch (InterruptedException | SQLException e) {
      log.error("store writer stopped; nothing can be written until the server is restarted", e);
    } finally {
      end(jobs);
    }
  }

  private void commitTogether(List<Job<?>> jobs) throws SQLException {
    var batch = new Batch(statements, head, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    try {
      run(batch, jobs);
      long start = System.nanoTime();
      statements.connection().commit();
      gathering.committed(jobs.size(), queue.size(), System.nanoTime() - start);
    } catch (SQLException | RuntimeException e) {
      reconnect();
      if (!wasCommitted(batch)) {
        runAlone(jobs, e);
        return;
      }
      log.warn("a commit that was reported as failed is in the file", e);
    }
    head = batch.head();
    commits.increment();
    tell(batch);
    jobs.forEach(Job::complete);
  }

  private static void run(Batch batch, List<Job<?>> jobs) throws SQLException {
    var appends = new ArrayList<Job.Append>();
    for (var job : jobs) {
      switch (job) {
        case Job.Append append -> appends.add(append);
        case Job.Single<?> single -> single.run(batch);
      }
    }
    if (!appends.isEmpty()) {
      new Appends(batch).run(appends);
    }
  }

  private void runAlone(List<Job<?>> jobs, Exception fault) throws SQLException {
    if (fault instanceof SQLException sql && dialect.isPassing(sql)) {
      log.warn("store cannot write now jobs={}", jobs.size(), sql);
      var refusal = new UnavailableException("the store cannot write now", sql);
      jobs.forEach(job -> job.fail(refusal));
    } else if (jobs.size() == 1) {
      jobs.getFirst().fail(new StoreException(String.valueOf(fault.getMessage()), fault));
    } else {
      log.warn("batch undone, running its jobs one by one jobs={}", jobs.size(), fault);
      for (var job : jobs) {
        commitTogether(List.of(job));
      }
    }
  }

  private void reconnect() throws SQLException {
    statements.connection().close();
    var connection = dialect.openWriter(file);
    connection.setAutoCommit(false);
    statements = new Statements(connection, clock);
  }

  private boolean wasCommitted(Batch batch) throws SQLException {
    var found = JdbcLog.head(statements.connection());
    statements.connection().rollback();
    return found == batch.head() && found > head;
  }

  private void tell(Batch batch) {
    if (!batch.events().isEmpty()) {
      tell(batch, () -> listener.committed(List.copyOf(batch.events())));
    }
    batch.afterCommit().forEach(news -> tell(batch, news));
  }

  private static void tell(Batch batch, Runnable news) {
    try {
      news.run();
    } catch (RuntimeException e) {
      // The commit stands; failing its jobs now would be a lie.
      log.error("commit listener failed head={}", batch.head(), e);
    }
  }

  private void end(List<Job<?>> unfinished) {
    ended = true;
    unfinished.forEach(
        job -> job.fail(new StoreException("the store stopped in the middle of it")));
    for (var job = queue.poll(); job != null; job = queue.poll()) {
      job.fail(new UnavailableException("the store has stopped"));
    }
    try {
      statements.connection().close();
    } catch (SQLException e) {
      log.warn("store connection did not close", e);
    }
  }
}
