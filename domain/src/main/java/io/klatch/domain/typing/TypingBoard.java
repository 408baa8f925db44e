package io.klatch.domain.typing;

import io.klatch.domain.chat.Change;
import io.klatch.domain.event.CommitListener;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.typing.TypingSnapshot.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Who is typing where, for seconds. Thread-safe and never waits: a change is one step in the map,
/// and whoever tells the viewers asks from time to time what is [#due].
public final class TypingBoard implements CommitListener {
  private final ConcurrentHashMap<ConversationKey, Room> rooms = new ConcurrentHashMap<>();
  private final AtomicInteger typists = new AtomicInteger();
  private final InstantSource clock;
  private final TypingEndListener ends;

  public TypingBoard(InstantSource clock, TypingEndListener ends) {
    this.clock = clock;
    this.ends = ends;
  }

  /// What [#goOn] found.
  enum GoOn {
    /// Not typing, or so long ago seen to be a member that it must be looked up again.
    UNKNOWN,
    TOO_SOON,
    DONE
  }

  /// The user is typing still.
  GoOn goOn(ConversationKey conversation, UserId user, TypingKind kind) {
    var now = clock.instant();
    var result = new GoOn[] {GoOn.UNKNOWN};
    rooms.computeIfPresent(
        conversation,
        (_, room) -> {
          result[0] = room.goOn(user, kind, now);
          return room;
        });
    return result[0];
  }

  /// A member is typing, or has been looked up again.
  ///
  /// @return false when too many are typing
  boolean start(ConversationKey conversation, Typist typist, Set<UserId> hiddenFrom) {
    if (typists.get() >= TypingRules.TYPISTS_MAX) {
      return false;
    }
    var now = clock.instant();
    rooms.compute(
        conversation,
        (_, known) -> {
          var room = known == null ? new Room() : known;
          if (room.start(new Shown(typist, hiddenFrom), now)) {
            typists.incrementAndGet();
          }
          return room;
        });
    return true;
  }

  /// Nothing happens when the user is not typing.
  void stop(ConversationKey conversation, UserId user, TypingEnd how) {
    if (!rooms.containsKey(conversation)) {
      return; // The usual case of a message: without a lock.
    }
    var now = clock.instant();
    var ended = new @Nullable Duration[1];
    rooms.computeIfPresent(
        conversation,
        (_, room) -> {
          ended[0] = room.stop(user, now);
          return room;
        });
    var typed = ended[0];
    if (typed != null) {
      typists.decrementAndGet();
      ends.ended(how, typed);
    }
  }

  /// Neither of the two sees the other type from now on.
  public void hide(TenantId tenant, UserId one, UserId other) {
    for (var conversation : rooms.keySet()) {
      if (conversation.tenant().equals(tenant)) {
        rooms.computeIfPresent(
            conversation,
            (_, room) -> {
              room.hide(one, other);
              room.hide(other, one);
              return room;
            });
      }
    }
  }

  /// Who has sent a message is not typing it any more, and who has left is not typing at all.
  @Override
  public void committed(List<LogEvent> events) {
    for (var event : events) {
      switch (event) {
        case LogEvent.MessageStored stored ->
            stop(stored.conversationKey(), stored.message().sender(), TypingEnd.SENT);
        case LogEvent.Changed changed -> {
          if (changed.change().what() instanceof Change.MemberRemoved(var user)) {
            stop(changed.conversationKey(), user, TypingEnd.STOPPED);
          }
        }
        case LogEvent.ConversationOpened _, LogEvent.MemberJoined _, LogEvent.BlockSet _ -> {}
      }
    }
  }

  /// Who is typing there now.
  TypingSnapshot now(ConversationKey conversation) {
    var now = clock.instant();
    var found = new ArrayList<Shown>();
    rooms.computeIfPresent(
        conversation,
        (_, room) -> {
          found.addAll(room.typing(now));
          return room;
        });
    return new TypingSnapshot(conversation, found);
  }

  /// Ends what has timed out, and gives what viewers have not been told: of each conversation at
  /// most once in [TypingRules#PUSH_MIN].
  public List<TypingChange> due() {
    var now = clock.instant();
    var due = new ArrayList<TypingChange>();
    var ended = new ArrayList<Duration>();
    for (var conversation : rooms.keySet()) {
      rooms.computeIfPresent(
          conversation,
          (key, room) -> {
            ended.addAll(room.expire(now));
            if (!room.mayTell(now)) {
              return room;
            }
            var change = room.tell(key, now);
            if (change != null) {
              due.add(change);
              return room;
            }
            return room.isEmpty() ? null : room;
          });
    }
    typists.addAndGet(-ended.size());
    ended.forEach(typed -> ends.ended(TypingEnd.TIMED_OUT, typed));
    return due;
  }

  /// Users typing, each in each conversation.
  public int typists() {
    return typists.get();
  }

  /// One conversation. Guarded by its place in the map.
  private static final class Room {
    private final Map<UserId, Entry> entries = new LinkedHashMap<>();
    private Instant toldAt = Instant.MIN;
    private List<Shown> told = List.of();
    private boolean changed;

    GoOn goOn(UserId user, TypingKind kind, Instant now) {
      var entry = entries.get(user);
      if (entry == null || now.isAfter(entry.memberAt.plus(TypingRules.MEMBER_FOR))) {
        return GoOn.UNKNOWN;
      }
      var sameKind = entry.shown.typist().kind() == kind;
      if (sameKind && now.isBefore(entry.saidAt.plus(TypingRules.REFRESH_MIN))) {
        return GoOn.TOO_SOON;
      }
      entry.saidAt = now;
      if (!sameKind) {
        var typist = entry.shown.typist();
        entry.shown = new Shown(new Typist(user, typist.name(), kind), entry.shown.hiddenFrom());
        changed = true;
      }
      return GoOn.DONE;
    }

    boolean start(Shown shown, Instant now) {
      var entry = entries.get(shown.typist().user());
      if (entry == null) {
        entries.put(shown.typist().user(), new Entry(shown, now));
        changed = true;
        return true;
      }
      changed |= !entry.shown.equals(shown);
      entry.shown = shown;
      entry.saidAt = now;
      entry.memberAt = now;
      return false;
    }

    void hide(UserId user, UserId viewer) {
      var entry = entries.get(user);
      if (entry != null && !entry.shown.hiddenFrom().contains(viewer)) {
        var hiddenFrom = new HashSet<>(entry.shown.hiddenFrom());
        hiddenFrom.add(viewer);
        entry.shown = new Shown(entry.shown.typist(), hiddenFrom);
        changed = true;
      }
    }

    @Nullable Duration stop(UserId user, Instant now) {
      var entry = entries.remove(user);
      changed |= entry != null;
      return entry == null ? null : Duration.between(entry.since, now);
    }

    List<Duration> expire(Instant now) {
      var ended = new ArrayList<Duration>();
      entries
          .values()
          .removeIf(entry -> {
            var over = !entry.isTyping(now);
            if (over) {
              ended.add(Duration.between(entry.since, entry.saidAt));
            }
            return over;
          });
      changed |= !ended.isEmpty();
      return ended;
    }

    boolean mayTell(Instant now) {
      return toldAt.equals(Instant.MIN) || !now.isBefore(toldAt.plus(TypingRules.PUSH_MIN));
    }

    @Nullable TypingChange tell(ConversationKey key, Instant now) {
      if (!changed) {
        return null;
      }
      changed = false;
      toldAt = now;
      var before = told;
      told = typing(now);
      return new TypingChange(new TypingSnapshot(key, before), new TypingSnapshot(key, told));
    }

    boolean isEmpty() {
      return entries.isEmpty();
    }

    List<Shown> typing(Instant now) {
      return entries.values().stream()
          .filter(entry -> entry.isTyping(now))
          .map(entry -> entry.shown)
          .toList();
    }
  }

  private static final class Entry {
    final Instant since;
    Shown shown;
    Instant saidAt;
    Instant memberAt;

    Entry(Shown shown, Instant now) {
      this.shown = shown;
      this.since = now;
      this.saidAt = now;
      this.memberAt = now;
    }

    boolean isTyping(Instant now) {
      return now.isBefore(saidAt.plus(TypingRules.TIMEOUT));
    }
  }
}
