package io.klatch.server.storage;

import io.klatch.domain.kernel.UnavailableException;
import io.klatch.server.threads.Threads;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A few platform threads that read, each query on a read-only connection of its own. Platform
/// threads for the reason [Writer] gives; whoever asks waits on a virtual thread.
final class Readers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Readers.class);

  /// A query is short; one that lasts longer at stop is given up.
  private static final long CLOSE_SECONDS = 5;

  private final SqlDialect dialect;
  private final List<Statements> all = new ArrayList<>();
  private final BlockingQueue<Statements> idle;
  private final ExecutorService threads;
  private final LongAdder reads = new LongAdder();

  Readers(Path file, SqlDialect dialect, StoreConfig config, InstantSource clock)
      throws SQLException {
    this("store-reader", () -> dialect.openReader(file), dialect, config, clock);
  }

  /// @param role names the threads
  /// @param opener opens one of the connections
  Readers(String role, Opener opener, SqlDialect dialect, StoreConfig config, InstantSource clock)
      throws SQLException {
    this.dialect = dialect;
    this.idle = new ArrayBlockingQueue<>(config.readers());
    try {
      for (var i = 0; i < config.readers(); i++) {
        all.add(new Statements(opener.open(), clock));
      }
    } catch (SQLException e) {
      closeConnections();
      throw e;
    }
    idle.addAll(all);
    this.threads = Threads.pool(role, config.readers(), config.queueMax());
  }

  /// Runs the query on a reader's thread and waits for its answer.
  ///
  /// @param what the query in words, for the fault if there is one
  <T> T read(String what, Query<T> query) {
    reads.increment();
    try {
      return Writer.await(threads.submit(() -> run(query)), what);
    } catch (RejectedExecutionException e) {
      throw new UnavailableException("the store is behind with its reads or stopping", e);
    }
  }

  /// Reads since the start.
  long reads() {
    return reads.sum();
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("a query did not end at stop");
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    closeConnections();
  }

  // As many connections as threads: taking one never waits.
  private <T> T run(Query<T> query) throws SQLException, InterruptedException {
    var statements = idle.take();
    try {
      return query.run(statements);
    } catch (SQLException e) {
      if (dialect.isPassing(e)) {
        throw new UnavailableException("the store cannot read now: " + e.getMessage(), e);
      }
      throw e;
    } finally {
      idle.add(statements);
    }
  }

  private void closeConnections() {
    for (var statements : all) {
      try {
        statements.connection().close();
      } catch (SQLException e) {
        log.warn("store connection did not close", e);
      }
    }
  }

  @FunctionalInterface
  interface Query<T> {
    T run(Statements statements) throws SQLException;
  }

  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }
}
