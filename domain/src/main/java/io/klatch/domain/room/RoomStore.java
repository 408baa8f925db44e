package io.klatch.domain.room;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Port: rooms, who is in them and what happened there. All block; call on a virtual thread. What
/// changes something is one transaction, which returns when it is durable and has been told to the
/// [RoomListener]. All throw [io.klatch.domain.kernel.UnavailableException] when the store cannot
/// do it now.
public interface RoomStore {
  /// Makes those of the tenant's rooms of the configuration that are missing, and gives the others
  /// their description and terms; no room has fewer seats than participants by it.
  void seed(TenantId tenant, List<NewRoom> rooms);

  /// @param roomsMax of the tenant, open at one time
  /// @param ownMax of the actor, open at one time
  RoomResult create(RoomActor actor, NewRoom room, int roomsMax, int ownMax);

  /// Sends everybody home and closes it. For its owner and admins.
  RoomResult close(RoomActor actor, RoomId room);

  /// Takes a seat if there is one. Who has one already keeps it and may take another mode.
  RoomResult join(RoomActor actor, RoomId room, RoomMode mode);

  RoomResult leave(RoomActor actor, RoomId room);

  RoomResult act(RoomActor actor, RoomId room, RoomAct act);

  /// Takes back the seats of those who are gone.
  ///
  /// @param gone asked within the transaction; does not block
  /// @return how many came back
  int vacate(List<RoomSeat> seats, Predicate<UserKey> gone);

  /// Closes the rooms whose time was over at `now`, at most `max`.
  ///
  /// @return how many
  int closeExpired(Instant now, int max);

  /// Null when there is none that is open
  @Nullable Room find(RoomKey room);

  /// Open rooms by rising id, at most `limit` after `after`.
  List<Room> list(TenantId tenant, int limit, @Nullable RoomId after);

  /// By rising user id, at most `limit` after `after`.
  List<Participant> participants(RoomKey room, int limit, @Nullable UserId after);

  /// The newest first, at most `limit` before that number.
  List<RoomEvent> events(RoomKey room, int limit, long before);

  /// Messages and joins since then, each counted up to [RoomActivity#COUNTED_MAX].
  RoomActivity activity(Room room, Instant since);

  /// What the user is in that room by its own account.
  Role role(RoomKey room, UserId user);

  /// All seats taken, of all tenants, at most `limit` after `after`.
  List<RoomSeat> seats(int limit, @Nullable RoomSeat after);
}
