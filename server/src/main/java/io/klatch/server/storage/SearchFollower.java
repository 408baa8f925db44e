package io.klatch.server.storage;

import io.klatch.domain.kernel.UnavailableException;
import io.klatch.server.threads.Threads;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the index of words behind the log: one thread that looks every quarter of a second what is
/// new and takes it in, a batch in a transaction. Nobody who sends waits for it.
///
/// After each batch it rests for as long as the batch took, so that it takes half a processor at
/// most, also while it makes a lost index anew. On a fault it closes the file, waits and opens it
/// again: what was not committed is then read once more.
final class SearchFollower {
  private static final Logger log = LoggerFactory.getLogger(SearchFollower.class);

  /// Entries of the log in a batch.
  private static final int BATCH_MAX = 1_000;

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);

  /// Rounds without anything new between two looks for what is gone: about ten seconds.
  private static final int SWEEP_EVERY = 40;

  /// One search at a time: they share two processors with everything else.
  private static final StoreConfig READERS = new StoreConfig(1, 1, 100);

  private final Store store;
  private final SqlDialect dialect = SqlDialect.SQLITE;
  private final Path file;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  private final SearchSweep sweep;

  /// Confined to the thread.
  private @Nullable SearchIndex index;

  /// Confined to the thread.
  private int idleRounds;

  /// Written by the thread.
  private volatile @Nullable Readers readers;

  /// Written by the thread.
  private volatile long position;

  private volatile boolean distrusted;

  /// Starts the thread.
  SearchFollower(Store store) {
    this.store = store;
    this.file = store.folder().searchIndex();
    this.sweep = new SearchSweep(store.readers());
    this.thread = Threads.start("search", this::run);
  }

  /// Connections to the database with the index attached as `search`.
  ///
  /// @throws UnavailableException while there is no index
  Readers readers() {
    var open = readers;
    if (open == null) {
      throw new UnavailableException("the index of words is not open");
    }
    return open;
  }

  /// Up to where the log is in the index; 0 while there is none.
  long position() {
    return position;
  }

  /// The index is damaged: it is to be thrown away and made anew.
  void distrust() {
    distrusted = true;
  }

  /// Waits for the batch under way.
  void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      var rest = Duration.ZERO;
      while (!closing.await(rest.toNanos(), TimeUnit.NANOSECONDS)) {
        rest = round();
      }
    } catch (InterruptedException e) {
      log.error("search index follows no more", e);
    } finally {
      letGo();
    }
  }

  /// How long to rest after it.
  private Duration round() {
    try {
      var start = System.nanoTime();
      var following = open();
      var head = store.log().head().value();
      var upTo = Math.min(head, following.position() + BATCH_MAX);
      if (upTo > following.position()) {
        follow(following, upTo);
      }
      if (upTo == head && ++idleRounds % SWEEP_EVERY == 0) {
        sweep.round(following);
      }
      return upTo < head ? Duration.ofNanos(System.nanoTime() - start) : PAUSE;
    } catch (UnavailableException e) {
      log.debug("search index waits for the store", e);
      return AFTER_FAULT;
    } catch (SQLException | RuntimeException e) {
      log.error("search index could not follow the log position={}", position, e);
      if (e instanceof SQLException sql && dialect.isDamage(sql)) {
        distrusted = true;
      }
      letGo();
      return AFTER_FAULT;
    }
  }

  private SearchIndex open() throws SQLException {
    if (distrusted) {
      letGo();
      SearchIndex.delete(file);
      distrusted = false;
    }
    var open = index;
    if (open == null) {
      open = SearchIndex.open(file, dialect, store.log().epoch(), store.log().head().value());
      index = open;
      var database = store.folder().database();
      readers =
          new Readers(
              "search-reader",
              () -> dialect.openSearch(database, file),
              dialect,
              READERS,
              store.clock());
      position = open.position();
    }
    return open;
  }

  private void follow(SearchIndex following, long upTo) throws SQLException {
    var after = following.position();
    var entries =
        store
            .readers()
            .read(
                "reading what is to be searched",
                statements -> SearchFeed.read(statements, after, upTo));
    following.add(entries, upTo);
    position = upTo;
  }

  private void letGo() {
    var open = readers;
    readers = null;
    if (open != null) {
      open.close();
    }
    try {
      if (index != null) {
        index.close();
      }
    } catch (SQLException e) {
      log.warn("search index did not close", e);
    }
    index = null;
    position = 0;
  }
}
