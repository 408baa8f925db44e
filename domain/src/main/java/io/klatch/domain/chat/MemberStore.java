package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Port: who comes into a conversation, who leaves it and what each may do, each change an entry of
/// the log.
///
/// All block; what changes something returns when that is durable, and checks in the same
/// transaction that the actor is a member whose [Role] allows it. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface MemberStore {
  /// Makes members of those who are not, and have not blocked the actor.
  MemberResult add(MemberAct act, List<UserId> users, int membersMax);

  /// Ends the user's membership. Everybody may end their own; if no owner is left then, the member
  /// of the highest role who has been in longest becomes one.
  MemberResult remove(MemberAct act, UserId user);

  MemberResult setRole(MemberAct act, UserId user, Role role);

  MemberResult describe(MemberAct act, Profile.Patch patch);

  /// The actor's own matter, told to their own devices.
  MemberResult set(MemberAct act, SettingsChange change);

  /// Null when the conversation is unknown or the reader is not in it
  @Nullable MemberPage page(
      UserKey reader, ConversationId conversation, @Nullable UserId after, int limit);

  /// How the user stands in those of the conversations they are in.
  Map<ConversationId, MemberStanding> standings(UserKey user, List<ConversationId> conversations);
}
