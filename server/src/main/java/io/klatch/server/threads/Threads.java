package io.klatch.server.threads;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes every thread of the server, so that each has a designed name (`klatch-<role>-<n>`) and
/// none dies in silence.
///
/// Three kinds, three rules: event loops never block (the transport library makes its own from
/// [#platform]); virtual threads may block, and their work is bounded by whoever submits it; owned
/// platform threads exist only for native code and timers.
public final class Threads {
  private static final Logger log = LoggerFactory.getLogger(Threads.class);

  private Threads() {}

  /// Makes platform threads named `klatch-<role>-<n>`; daemons, because shutting down is the
  /// business of `Lifetimes` and not of who happens to be still running.
  public static ThreadFactory platform(String role) {
    return Thread.ofPlatform()
        .name(name(role), 0)
        .daemon(true)
        .uncaughtExceptionHandler(Threads::logUncaught)
        .factory();
  }

  /// Runs each task on a new virtual thread. Unbounded: the caller bounds what it submits.
  public static ExecutorService virtual(String role) {
    return Executors.newThreadPerTaskExecutor(
        Thread.ofVirtual()
            .name(name(role), 0)
            .uncaughtExceptionHandler(Threads::logUncaught)
            .factory());
  }

  /// One platform thread for short periodic work that never waits.
  public static ScheduledExecutorService timer(String role) {
    return Executors.newSingleThreadScheduledExecutor(platform(role));
  }

  /// Starts the one platform thread of a role, named `klatch-<role>`.
  public static Thread start(String role, Runnable work) {
    return Thread.ofPlatform()
        .name("klatch-" + role)
        .daemon(true)
        .uncaughtExceptionHandler(Threads::logUncaught)
        .start(work);
  }

  /// A fixed pool of platform threads for native code; work beyond `queueMax` waiting tasks is
  /// refused with [java.util.concurrent.RejectedExecutionException].
  public static ExecutorService pool(String role, int threads, int queueMax) {
    return new ThreadPoolExecutor(
        threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueMax), platform(role));
  }

  /// Runs `work` when a signal asks the process to end.
  public static void atExit(String role, Runnable work) {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("klatch-" + role).unstarted(work));
  }

  private static String name(String role) {
    return "klatch-" + role + "-";
  }

  private static void logUncaught(Thread thread, Throwable fault) {
    log.error("thread died thread={}", thread.getName(), fault);
  }
}
