package io.klatch.socketio.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The application is asked about a visit, on a virtual thread; the visit goes on with what it
/// says, on its event loop, or with a refusal when it has said nothing in time.
///
/// A place for a session is given back only when the application has returned, so that those who
/// wait for one that hangs are no more than may have sessions.
final class Question {
  private final Visit visit;
  private final Handshake handshake;
  private final EventLoop loop;
  private final Consumer<Door.Opinion> answer;

  /// Confined to the event loop.
  private boolean answered;

  private @Nullable ScheduledFuture<?> deadline;

  /// While the application runs.
  @GuardedBy("this")
  private @Nullable Thread asked;

  private Question(Visit visit, Consumer<Door.Opinion> answer) {
    this.visit = visit;
    this.handshake = visit.handshake();
    this.loop = visit.context().channel().eventLoop();
    this.answer = answer;
  }

  /// On the visit's event loop.
  ///
  /// @param answer called there once, at once if the server has stopped; the place of a visit that
  ///   is denied has been, or will be, given back
  static void ask(Visit visit, Consumer<Door.Opinion> answer) {
    new Question(visit, answer).ask();
  }

  private void ask() {
    long limit = visit.door().access().askTimeout().toNanos();
    deadline = loop.schedule(this::late, limit, TimeUnit.NANOSECONDS);
    try {
      visit.asked().server().executor().execute(this::run);
    } catch (RejectedExecutionException _) {
      hear(visit.door().overloaded());
    }
  }

  /// On a virtual thread.
  private void run() {
    synchronized (this) {
      asked = Thread.currentThread();
    }
    var opinion = visit.door().ask(handshake, visit.first());
    synchronized (this) {
      asked = null;
      var _ = Thread.interrupted(); // Too late for this question, and not meant for another.
    }
    loop.execute(() -> hear(opinion));
  }

  private void hear(Door.Opinion opinion) {
    boolean gone = !visit.context().channel().isActive();
    if (visit.first() && (answered || gone || opinion.denial() != null)) {
      visit.door().leave(visit.address());
    }
    answer(opinion);
  }

  private void late() {
    synchronized (this) {
      if (asked != null) {
        asked.interrupt();
      }
    }
    answer(visit.door().late());
  }

  private void answer(Door.Opinion opinion) {
    if (answered) {
      return;
    }
    answered = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
    answer.accept(opinion);
  }
}
