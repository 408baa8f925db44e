package io.klatch.server.webhooks;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is read and not done with: a lane for each conversation, of which only the first is sent.
/// Confined to its follower's thread.
final class Lanes {
  /// Events in memory; beyond it the log keeps them.
  static final int WINDOW_MAX = 1_000;

  /// Of their bodies.
  static final long WINDOW_CHARACTERS_MAX = 2_000_000;

  private final Map<ConversationId, Deque<Parcel>> lanes = new LinkedHashMap<>();
  private final TreeSet<LogPosition> open = new TreeSet<>();
  private final Set<ConversationId> underWay = new HashSet<>();
  private int size;
  private long characters;

  boolean isFull() {
    return size >= WINDOW_MAX || characters >= WINDOW_CHARACTERS_MAX;
  }

  int size() {
    return size;
  }

  /// The first place in the log that is not done with; null when all is.
  @Nullable LogPosition first() {
    return open.isEmpty() ? null : open.first();
  }

  void add(Parcel parcel) {
    put(lanes.computeIfAbsent(parcel.conversation, _ -> new ArrayDeque<>()), parcel);
    open.add(parcel.position);
  }

  /// A dead letter that is not on its way already.
  void addAgain(Parcel parcel) {
    var lane = lanes.computeIfAbsent(parcel.conversation, _ -> new ArrayDeque<>());
    if (lane.stream().noneMatch(each -> each.position.equals(parcel.position))) {
      put(lane, parcel);
    }
  }

  private void put(Deque<Parcel> lane, Parcel parcel) {
    lane.add(parcel);
    size++;
    characters += parcel.body.length();
  }

  /// Firsts that may be sent now, those longest due first, so that there are no more than `places`
  /// under way.
  List<Parcel> ready(Instant now, int places) {
    var free = places - underWay.size();
    if (free <= 0) {
      return List.of();
    }
    var ready = new ArrayList<Parcel>();
    for (var lane : lanes.entrySet()) {
      var first = lane.getValue().getFirst();
      if (!underWay.contains(lane.getKey()) && !first.due().isAfter(now)) {
        ready.add(first);
      }
    }
    ready.sort(Comparator.comparing(Parcel::due).thenComparing(parcel -> parcel.position));
    return ready.subList(0, Math.min(free, ready.size()));
  }

  int underWay() {
    return underWay.size();
  }

  /// All firsts may be sent at once.
  void hurry() {
    lanes.values().forEach(lane -> lane.getFirst().hurry());
  }

  /// When the next is due that is not under way; null when there is none.
  @Nullable Instant nextDue() {
    Instant next = null;
    for (var lane : lanes.entrySet()) {
      var due = lane.getValue().getFirst().due();
      if (!underWay.contains(lane.getKey()) && (next == null || due.isBefore(next))) {
        next = due;
      }
    }
    return next;
  }

  void sent(Parcel parcel) {
    underWay.add(parcel.conversation);
  }

  /// It was not taken.
  void back(Parcel parcel) {
    underWay.remove(parcel.conversation);
  }

  void done(Parcel parcel) {
    underWay.remove(parcel.conversation);
    var lane = lanes.get(parcel.conversation);
    if (lane != null && lane.peekFirst() == parcel) {
      lane.removeFirst();
      size--;
      characters -= parcel.body.length();
      if (lane.isEmpty()) {
        lanes.remove(parcel.conversation);
      }
    }
    if (!parcel.again) {
      open.remove(parcel.position);
    }
  }
}
