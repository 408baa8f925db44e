package io.klatch.domain.room;

import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What moderators impose, look up and take away. Who may, and on whom, is looked at in the
/// transaction that does it. Blocks; call on a virtual thread.
public final class RoomModeration {
  /// Messages one request deletes.
  public static final int DELETED_MAX = 10_000;

  /// Of these in one transaction, so that senders hardly wait.
  private static final int DELETED_AT_ONCE = 200;

  /// Seats taken in one transaction.
  private static final int EXPELLED_AT_ONCE = 100;

  private static final int SWEPT_AT_ONCE = 500;

  private final Rooms rooms;
  private final ModerationStore store;
  private final InstantSource clock;

  public RoomModeration(Rooms rooms, ModerationStore store, InstantSource clock) {
    this.rooms = rooms;
    this.store = store;
    this.clock = clock;
  }

  public RoomResult act(RoomActor actor, RoomId room, RoomAct act) {
    var result = rooms.act(actor, room, act);
    return result instanceof RoomResult.Done && act instanceof RoomAct.Ban ban && ban.allRooms()
        ? expelled(result, actor, ban, room)
        : result;
  }

  /// By rising user id; for moderators.
  public RoomRead<RoomPage<Sanction>> bans(
      RoomActor reader, RoomId room, int limit, @Nullable UserId after) {
    var key = reader.in(room);
    return rooms.forModerators(
        reader, room, () -> RoomPage.of(store.bans(key, limit + 1, after, now()), limit));
  }

  /// How the actor stands there.
  public RoomRead<RoomStanding> standing(RoomActor actor, RoomId room) {
    return switch (rooms.find(actor.in(room))) {
      case RoomRead.Found<Room> _ -> stands(actor, room);
      case RoomRead.NotFound<Room>() -> new RoomRead.NotFound<>();
      case RoomRead.NotAllowed<Room>(var role) -> new RoomRead.NotAllowed<>(role);
      case RoomRead.Unavailable<Room>() -> new RoomRead.Unavailable<>();
    };
  }

  /// Deletes what the user has said in the room, the newest first.
  ///
  /// @param within only that of so long ago or less; null for all
  public DeletedMessages deleteMessages(
      RoomActor actor,
      RoomId room,
      UserId user,
      @Nullable Duration within,
      @Nullable String reason) {
    var since = within == null ? Instant.EPOCH : now().minus(within);
    try {
      var seqs = store.messages(actor.in(room), user, since, DELETED_MAX + 1);
      var hasMore = seqs.size() > DELETED_MAX;
      var some = hasMore ? seqs.subList(0, DELETED_MAX) : seqs;
      return switch (delete(actor, room, user, some, reason)) {
        case ModerationStore.Deleted.Done(var count) -> new DeletedMessages.Done(count, hasMore);
        case ModerationStore.Deleted.Refused(var why) -> new DeletedMessages.Refused(why);
      };
    } catch (UnavailableException _) {
      return new DeletedMessages.Refused(new RoomResult.Unavailable());
    }
  }

  /// Forgets what is over, and tells so; to be called again and again.
  public void tidy() {
    int swept;
    do {
      swept = store.sweep(now(), SWEPT_AT_ONCE);
    } while (swept >= SWEPT_AT_ONCE);
  }

  private RoomRead<RoomStanding> stands(RoomActor actor, RoomId room) {
    try {
      var standing = store.standing(actor, room, now());
      return standing == null ? new RoomRead.NotFound<>() : new RoomRead.Found<>(standing);
    } catch (UnavailableException _) {
      return new RoomRead.Unavailable<>();
    }
  }

  /// The ban holds already: nothing is committed by who still has a seat.
  private RoomResult expelled(RoomResult done, RoomActor actor, RoomAct.Ban ban, RoomId named) {
    try {
      int expelled;
      do {
        expelled = store.expel(actor, ban, named, EXPELLED_AT_ONCE);
      } while (expelled >= EXPELLED_AT_ONCE);
      return done;
    } catch (UnavailableException _) {
      return new RoomResult.Unavailable();
    }
  }

  private ModerationStore.Deleted delete(
      RoomActor actor, RoomId room, UserId user, List<Seq> seqs, @Nullable String reason) {
    var count = 0;
    var from = 0;
    do {
      var some = seqs.subList(from, Math.min(seqs.size(), from + DELETED_AT_ONCE));
      switch (store.delete(actor, room, user, some, reason)) {
        case ModerationStore.Deleted.Done(var deleted) -> count += deleted;
        case ModerationStore.Deleted.Refused refused -> {
          return refused;
        }
      }
      from += DELETED_AT_ONCE;
    } while (from < seqs.size());
    return new ModerationStore.Deleted.Done(count);
  }

  private Instant now() {
    return clock.instant();
  }
}
