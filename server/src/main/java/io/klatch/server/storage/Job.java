package io.klatch.server.storage;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.SendMessage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One write waiting for its turn. The outcome is set inside the transaction and told after the
/// commit. Outcome: confined to the writer's thread; the future is how others see it.
abstract sealed class Job<T> {
  private final CompletableFuture<T> done = new CompletableFuture<>();
  private @Nullable T outcome;

  CompletableFuture<T> done() {
    return done;
  }

  void outcome(T outcome) {
    this.outcome = outcome;
  }

  void complete() {
    done.complete(Objects.requireNonNull(outcome, "a job of the batch has no outcome"));
  }

  void fail(RuntimeException fault) {
    done.completeExceptionally(fault);
  }

  /// An append: handled together with the other appends of its batch.
  static final class Append extends Job<Appended> {
    final SendMessage message;
    final Instant acceptedAt;

    Append(SendMessage message, Instant acceptedAt) {
      this.message = message;
      this.acceptedAt = acceptedAt;
    }
  }

  /// Any other write: handled alone, in the batch's transaction.
  static final class Single<T> extends Job<T> {
    private final Write<T> write;

    Single(Write<T> write) {
      this.write = write;
    }

    void run(Batch batch) throws SQLException {
      outcome(write.run(batch));
    }
  }

  /// Statements within the batch's transaction.
  @FunctionalInterface
  interface Write<T> {
    T run(Batch batch) throws SQLException;
  }
}
