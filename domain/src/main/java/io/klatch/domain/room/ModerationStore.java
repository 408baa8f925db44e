package io.klatch.domain.room;

import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: what moderators have imposed, and what they take away. All block; call on a virtual
/// thread. What changes something is one transaction, as in [RoomStore], which has the acts on
/// rooms themselves.
public interface ModerationStore {
  /// Those banned from the room, and from all rooms, at that time; at most `limit` by rising user
  /// id after `after`. Who is both is there once, as of the room.
  List<Sanction> bans(RoomKey room, int limit, @Nullable UserId after, Instant now);

  /// Null when there is no such open room
  @Nullable RoomStanding standing(RoomActor actor, RoomId room, Instant now);

  /// Takes the seats of who is banned from all rooms, at most `max` of them.
  ///
  /// @param named where it was said, so that it is done already
  /// @return how many
  int expel(RoomActor actor, RoomAct.Ban ban, RoomId named, int max);

  /// The numbers of what the user has said in the room since then and not taken back, newest first,
  /// at most `limit`.
  List<Seq> messages(RoomKey room, UserId user, Instant since, int limit);

  /// Deletes those of the user's messages, for all. The actor's role is looked at anew.
  ///
  /// @param seqs few: it is one transaction
  Deleted delete(
      RoomActor actor, RoomId room, UserId user, List<Seq> seqs, @Nullable String reason);

  /// Forgets what is over at `now`, and tells where somebody is free again; at most `max`.
  ///
  /// @return how many
  int sweep(Instant now, int max);

  /// What became of [#delete].
  sealed interface Deleted {
    record Done(int count) implements Deleted {}

    record Refused(RoomResult why) implements Deleted {}
  }
}
