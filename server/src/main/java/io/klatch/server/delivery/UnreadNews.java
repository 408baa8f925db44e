package io.klatch.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.Moved;
import io.klatch.domain.receipt.ReceiptListener;
import io.klatch.domain.receipt.Unread;
import io.klatch.domain.receipt.UnreadStore;
import io.klatch.server.delivery.Whisper.Whispered;
import io.klatch.server.json.UnreadJson;
import io.klatch.server.threads.Beat;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// Tells all devices of a user that is connected here what they have unread, and the total.
///
/// After a receipt at the next round; after messages once a second, and of so many users in each
/// round that a message to ten thousand is spread over seconds instead of holding up the rest.
/// Nothing is asked per member and message: a round asks for all it tells of at once, and what it
/// asks for is in memory but for users that are new to it.
///
/// A user's total is the sum over a map of the conversations in which they have something unread,
/// read once and then set anew, entry by entry, to what was just derived. Everything that may
/// change an entry is heard of before the round that derives it, so the map does not drift.
public final class UnreadNews implements ReceiptListener, AutoCloseable {
  static final Duration ROUND = Duration.ofMillis(200);

  /// Rounds from one look at new messages to the next: a second.
  static final int ROUNDS_PER_LOOK = 5;

  /// Told in one round.
  static final int TOLD_PER_ROUND = 500;

  /// Waiting to be told; of more, users hear with the next message.
  private static final int WAITING_MAX = 200_000;

  /// Users whose totals are in memory.
  private static final int USERS_MAX = 20_000;

  private final Whisper whisper;
  private final Arrivals arrivals;
  private final UnreadStore store;
  private final Set<MemberKey> moved = ConcurrentHashMap.newKeySet();

  // Confined to the rounds, of which there is one at a time.
  private final Cache<UserKey, Map<ConversationId, Long>> totals =
      Caffeine.newBuilder().maximumSize(USERS_MAX).executor(Runnable::run).build();
  private final LinkedHashSet<MemberKey> waiting = new LinkedHashSet<>();
  private int rounds;

  private final Beat beat;

  public UnreadNews(Whisper whisper, Arrivals arrivals, UnreadStore store) {
    this.whisper = whisper;
    this.arrivals = arrivals;
    this.store = store;
    this.beat = new Beat("unread-news", ROUND, this::round);
  }

  @Override
  public void moved(Moved change) {
    moved.add(change.member());
  }

  @Override
  public void close() {
    beat.close();
  }

  private void round() {
    var due = new LinkedHashSet<MemberKey>(arrivals.members());
    for (var member : Set.copyOf(moved)) {
      moved.remove(member);
      due.add(member);
    }
    try {
      if (++rounds % ROUNDS_PER_LOOK == 0) {
        look();
      }
      take(due);
      if (!due.isEmpty()) {
        tell(due);
      }
    } catch (UnavailableException _) {
      // Counts are told again with the next change; what is kept may be behind until then.
      totals.invalidateAll();
    }
  }

  /// Who is connected and in a conversation where messages came waits to be told.
  private void look() {
    for (var member : whisper.online(arrivals.conversations())) {
      if (waiting.size() < WAITING_MAX) {
        waiting.add(member);
      } else {
        totals.invalidate(member.userKey());
      }
    }
  }

  private void take(Set<MemberKey> due) {
    var each = waiting.iterator();
    while (each.hasNext() && due.size() < TOLD_PER_ROUND) {
      due.add(each.next());
      each.remove();
    }
  }

  private void tell(Set<MemberKey> due) {
    readTotals(due);
    var unread = store.unread(due);
    for (var member : due) {
      var found = unread.get(member);
      var total = total(member, found);
      if (found != null) {
        whisper.toUsers(member.tenant(), Set.of(member.user()), update(member, found, total));
      }
    }
  }

  /// The totals of those users of whom nothing is known yet.
  private void readTotals(Set<MemberKey> due) {
    var unknown = new HashMap<TenantId, Set<UserId>>();
    for (var member : due) {
      if (totals.getIfPresent(member.userKey()) == null) {
        totals.put(member.userKey(), new HashMap<>());
        unknown.computeIfAbsent(member.tenant(), _ -> new HashSet<>()).add(member.user());
      }
    }
    unknown.forEach(
        (tenant, users) -> store.unread(store.candidates(tenant, users)).forEach(this::total));
  }

  /// Enters what is unread in one conversation, and answers the sum over all.
  private long total(MemberKey member, @Nullable Unread unread) {
    var counts = totals.get(member.userKey(), _ -> new HashMap<>());
    if (unread == null || unread.count() == 0 || !unread.counted()) {
      counts.remove(member.conversation());
    } else {
      counts.put(member.conversation(), unread.count());
    }
    return counts.values().stream().mapToLong(it -> it).sum();
  }

  private static Whispered update(MemberKey member, Unread unread, long total) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", member.conversation().value());
    json.setAll(UnreadJson.of(unread));
    json.put("total_unread", total);
    return new Whispered("unread:update", json, false);
  }
}
