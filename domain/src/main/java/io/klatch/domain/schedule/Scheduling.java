package io.klatch.domain.schedule;

import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Guard;
import io.klatch.domain.chat.TextRule;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.schedule.ScheduleListener.Status;
import io.klatch.domain.schedule.Scheduled.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Takes messages that are to be sent later, shows them to their senders and takes them back.
/// Blocks until it is durable; call on a virtual thread.
public final class Scheduling {
  /// Of a user, waiting.
  public static final int PENDING_MAX = 100;

  /// Of a user, refused when they were due; of more, the oldest are forgotten.
  public static final int FAILED_MAX = 100;

  public static final Duration AHEAD_MIN = Duration.ofSeconds(10);
  public static final Duration AHEAD_MAX = Duration.ofDays(365);

  private final ScheduleStore store;
  private final Guard guard;
  private final ChatLimits limits;
  private final ScheduleListener listener;
  private final RandomGenerator random;
  private final InstantSource clock;

  public Scheduling(
      ScheduleStore store,
      Guard guard,
      ChatLimits limits,
      ScheduleListener listener,
      RandomGenerator random,
      InstantSource clock) {
    this.store = store;
    this.guard = guard;
    this.limits = limits;
    this.listener = listener;
    this.random = random;
    this.clock = clock;
  }

  public ScheduleResult schedule(ScheduleMessage command) {
    var unfit = TextRule.check(command.text(), limits, command.content().body() != null);
    if (unfit != null) {
      return new ScheduleResult.TextUnfit(unfit);
    }
    if (!isAhead(command.sendAt())) {
      return new ScheduleResult.TimeUnfit(AHEAD_MIN, AHEAD_MAX);
    }
    return guarded(command.sender(), () -> told(store.add(begun(command), PENDING_MAX)));
  }

  public ScheduleResult change(UserKey caller, ScheduledId id, ScheduleChange change) {
    var text = change.text();
    var unfit = text == null ? null : TextRule.check(text, limits, false);
    if (unfit != null) {
      return new ScheduleResult.TextUnfit(unfit);
    }
    if (change.sendAt() != null && !isAhead(change.sendAt())) {
      return new ScheduleResult.TimeUnfit(AHEAD_MIN, AHEAD_MAX);
    }
    return guarded(caller, () -> told(store.change(caller, id, change, PENDING_MAX)));
  }

  /// Takes it back, waiting or refused.
  public ScheduleResult cancel(UserKey caller, ScheduledId id) {
    try {
      var cancelled = store.cancel(caller, id);
      if (cancelled == null) {
        return new ScheduleResult.NoSuchScheduled();
      }
      listener.changed(cancelled, Status.CANCELLED, null);
      return new ScheduleResult.Waits(cancelled, false);
    } catch (UnavailableException _) {
      return new ScheduleResult.Unavailable();
    }
  }

  /// In the order in which they are due, from the start when `after` is null.
  public ScheduledResult list(UserKey caller, int limit, @Nullable Place after) {
    try {
      var found = store.list(caller, limit + 1, after);
      if (found.size() <= limit) {
        return new ScheduledResult.Found(found, null);
      }
      var page = found.subList(0, limit);
      return new ScheduledResult.Found(page, page.getLast().place());
    } catch (UnavailableException _) {
      return new ScheduledResult.Unavailable();
    }
  }

  private Scheduled begun(ScheduleMessage it) {
    return new Scheduled(
        ScheduledId.of(it.sender().user(), it.conversation(), it.clientMessageId(), random),
        0,
        it.sender(),
        it.conversation(),
        it.text(),
        it.content(),
        it.expiresIn(),
        it.sendAt(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        null);
  }

  private ScheduleResult guarded(UserKey caller, Supplier<ScheduleResult> operation) {
    var wait = guard.limiter().waitToSend(caller);
    if (wait.isPositive()) {
      return new ScheduleResult.RateLimited(wait);
    }
    if (!guard.admission().open()) {
      return new ScheduleResult.Unavailable();
    }
    try {
      return operation.get();
    } catch (UnavailableException _) {
      return new ScheduleResult.Unavailable();
    }
  }

  private ScheduleResult told(ScheduleResult result) {
    if (result instanceof ScheduleResult.Waits(var scheduled, var deduplicated) && !deduplicated) {
      listener.changed(
          scheduled, scheduled.failure() == null ? Status.PENDING : Status.FAILED, null);
    }
    return result;
  }

  private boolean isAhead(Instant sendAt) {
    var now = clock.instant();
    return !sendAt.isBefore(now.plus(AHEAD_MIN)) && !sendAt.isAfter(now.plus(AHEAD_MAX));
  }
}
