package io.klatch.domain.room;

import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What holds the seats: a user's sockets here, and where there are none, that they were heard of
/// less than the grace ago. Any socket of the user will do, so that who comes back on another
/// device or by another transport keeps their seat.
///
/// Seats are learnt from the commits in their order, so this cannot disagree with the store; a new
/// process reads those there are and gives each the grace. Nothing here frees a seat: that is a
/// transaction, within which [#isGone] is asked again, so that who comes back in that moment stays.
///
/// Thread-safe, guarded by its own lock, which is held for a few instructions but by [#due].
public final class RoomLeases implements RoomListener {
  private final Duration grace;
  private final InstantSource clock;
  private final Map<UserKey, Integer> sockets = new HashMap<>();
  private final Map<UserKey, Held> seats = new HashMap<>();

  public RoomLeases(Duration grace, InstantSource clock) {
    this.grace = grace;
    this.clock = clock;
  }

  /// The user has one socket more.
  public synchronized void opened(UserKey user) {
    sockets.merge(user, 1, Integer::sum);
  }

  /// The user has one socket less.
  public synchronized void closed(UserKey user) {
    sockets.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
    heard(user);
  }

  /// The user was heard of, by a request say.
  public synchronized void heard(UserKey user) {
    var held = seats.get(user);
    if (held != null) {
      held.until = end();
    }
  }

  @Override
  public synchronized void changed(RoomNews news) {
    var seat = new RoomSeat(news.room().key(), news.event().user());
    if (news.event().kind() == RoomEvent.Kind.JOIN) {
      taken(seat);
    } else if (news.freesSeat()) {
      given(seat);
    }
  }

  /// Seats of which only the store knows, at the start.
  public synchronized void restore(List<RoomSeat> taken) {
    taken.forEach(this::taken);
  }

  /// Whether nothing holds the user's seats.
  public synchronized boolean isGone(UserKey user) {
    var held = seats.get(user);
    return held != null && !sockets.containsKey(user) && !held.until.isAfter(clock.instant());
  }

  /// Seats that nothing holds, of about `max` users at most.
  public synchronized List<RoomSeat> due(int max) {
    var due = new ArrayList<RoomSeat>();
    for (Map.Entry<UserKey, Held> each : seats.entrySet()) {
      if (isGone(each.getKey())) {
        each.getValue().rooms.forEach(room -> due.add(new RoomSeat(room, each.getKey().user())));
      }
      if (due.size() >= max) {
        break;
      }
    }
    return due;
  }

  /// Users who have a seat.
  public synchronized int users() {
    return seats.size();
  }

  private void taken(RoomSeat seat) {
    var held = seats.computeIfAbsent(seat.owner(), _ -> new Held(end()));
    held.rooms.add(seat.room());
    held.until = end();
  }

  private void given(RoomSeat seat) {
    var held = seats.get(seat.owner());
    if (held != null) {
      held.rooms.remove(seat.room());
      if (held.rooms.isEmpty()) {
        seats.remove(seat.owner());
      }
    }
  }

  private Instant end() {
    return clock.instant().plus(grace);
  }

  private static final class Held {
    private final Set<RoomKey> rooms = new HashSet<>(2);
    private Instant until;

    Held(Instant until) {
      this.until = until;
    }
  }
}
