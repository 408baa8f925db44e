package io.klatch.domain.safety;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.safety.RetentionStore.Aging;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Removes messages that are older than their tenant or conversation keeps them; where both say how
/// long, the shorter counts. Whole hours late at most, so that a conversation changes at most once
/// an hour.
///
/// Each round goes on where the last one stopped: through the conversations of each tenant that
/// says how long, then through those that say so themselves. Rounds are called by one thread.
public final class Retention {
  /// Conversations looked at in one round.
  static final int LOOKED_AT_MAX = 1_000;

  /// Messages removed in one round, and in one transaction.
  static final int REMOVED_MAX = 5_000;

  static final int REMOVED_AT_ONCE = 250;

  private static final int PAGE = 200;

  private final RetentionStore store;
  private final Supplier<Map<TenantId, Integer>> tenants;
  private final RetentionListener listener;
  private final InstantSource clock;
  private final LongAdder removed = new LongAdder();
  private final LongAdder sweeps = new LongAdder();

  // Confined to the rounds.
  private final Deque<TenantId> left = new ArrayDeque<>();
  private boolean atTheirOwn;
  private @Nullable ConversationKey last;

  /// @param tenants how many days each keeps messages; without those who keep them for ever
  public Retention(
      RetentionStore store,
      Supplier<Map<TenantId, Integer>> tenants,
      RetentionListener listener,
      InstantSource clock) {
    this.store = store;
    this.tenants = tenants;
    this.listener = listener;
    this.clock = clock;
  }

  /// Does a bounded part of the work. Blocks; call on a virtual thread.
  public void round() {
    var days = tenants.get();
    var room = REMOVED_MAX;
    var looked = 0;
    try {
      while (looked < LOOKED_AT_MAX && room > 0) {
        var page = next();
        for (var each : page) {
          if (room <= 0) {
            return;
          }
          room -= remove(each, days.get(each.conversation().tenant()), room);
          // Where there was no room left, the next round looks here again.
          last = room > 0 ? each.conversation() : last;
        }
        looked += page.size();
        if (page.size() < PAGE && room > 0 && goOn()) {
          return;
        }
      }
    } catch (UnavailableException _) {
      // The next round tries again.
    }
  }

  /// Messages removed since the start.
  public long removed() {
    return removed.sum();
  }

  /// Times all conversations were looked at.
  public long sweeps() {
    return sweeps.sum();
  }

  private List<Aging> next() {
    if (left.isEmpty() && !atTheirOwn) {
      left.addAll(tenants.get().keySet());
      atTheirOwn = left.isEmpty();
    }
    return atTheirOwn
        ? store.withTheirOwn(last, PAGE)
        : store.ofTenant(left.getFirst(), conversation(last), PAGE);
  }

  /// The next tenant, or the conversations that say so themselves.
  ///
  /// @return whether that was all there is to look at
  private boolean goOn() {
    last = null;
    if (atTheirOwn) {
      atTheirOwn = false;
      sweeps.increment();
      return true;
    }
    left.removeFirst();
    atTheirOwn = left.isEmpty();
    return false;
  }

  private int remove(Aging it, @Nullable Integer ofTenant, int room) {
    var days = shorter(it.days(), ofTenant);
    var oldest = it.oldest();
    if (days == null || oldest == null) {
      return 0;
    }
    var before = tooOld(days);
    var all = 0;
    Seq first = null;
    while (all < room && (first == null ? oldest.isBefore(before) : all % REMOVED_AT_ONCE == 0)) {
      var step = store.remove(it.conversation(), before, Math.min(room - all, REMOVED_AT_ONCE));
      if (step.messages() == 0) {
        break;
      }
      all += step.messages();
      first = step.firstSeq();
    }
    if (first != null) {
      removed.add(all);
      listener.removed(it.conversation(), first);
    }
    return all;
  }

  private Instant tooOld(int days) {
    return clock.instant().minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.HOURS);
  }

  private static @Nullable Integer shorter(@Nullable Integer one, @Nullable Integer other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Integer.valueOf(Math.min(one, other));
  }

  private static @Nullable ConversationId conversation(@Nullable ConversationKey key) {
    return key == null ? null : key.conversation();
  }
}
