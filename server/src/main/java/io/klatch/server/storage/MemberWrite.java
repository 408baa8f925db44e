package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MemberResult;
import io.klatch.domain.chat.MemberStanding;
import io.klatch.domain.chat.MemberStanding.Settings;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.Role;
import io.klatch.domain.chat.SettingsChange;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.MemberKey;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One operation on members, profile or settings within the writer's transaction: is it a repeat,
/// who is the actor, may they, what follows. Confined to the writer's thread.
final class MemberWrite {
  private final Batch batch;
  private final Statements statements;
  private final MemberAct act;
  private final ConversationKey key;

  MemberWrite(Batch batch, MemberAct act) {
    this.batch = batch;
    this.statements = batch.statements();
    this.act = act;
    this.key = act.key();
  }

  MemberResult run(Operation operation) throws SQLException {
    var earlier = ChangeRows.earlier(statements, key, actor(), act.op());
    if (earlier != null) {
      return new MemberResult.Done(List.of(earlier), true);
    }
    var own = StandingRows.find(statements, key, actor());
    return own == null ? new MemberResult.NotFound() : operation.run(own, this);
  }

  MemberResult add(Role own, List<UserId> users, int membersMax) throws SQLException {
    var before = ConversationRows.get(statements, key);
    var refusal = refuse(before, own, own.mayAdd());
    if (refusal != null) {
      return refusal;
    }
    var members = new HashSet<>(before.members());
    var willing = BlockRows.willing(statements, act.actor(), users);
    var newcomers = willing.stream().filter(members::add).toList();
    if (members.size() > membersMax) {
      return new MemberResult.TooManyMembers(members.size(), membersMax);
    }
    return new MemberResult.Done(join(before, newcomers), false);
  }

  MemberResult remove(Role own, UserId user) throws SQLException {
    var leaves = user.equals(actor());
    var other = leaves ? own : StandingRows.role(statements, key, user);
    var refusal =
        refuse(
            ConversationRows.get(statements, key),
            own,
            leaves || (other == null ? own.mayAdd() : own.mayRemove(other)));
    if (refusal != null) {
      return refusal;
    }
    if (other == null) {
      return new MemberResult.Done(List.of(), false);
    }
    var event = change(new Change.MemberRemoved(user), true);
    MemberRows.leave(statements, key, user, event.position());
    var changes = new ArrayList<>(List.of(event.change()));
    var heir = other == Role.OWNER ? StandingRows.heir(statements, key) : null;
    if (heir != null) {
      changes.add(give(heir, Role.OWNER, false));
    }
    return new MemberResult.Done(changes, false);
  }

  MemberResult setRole(Role own, UserId user, Role role) throws SQLException {
    var before = StandingRows.role(statements, key, user);
    var refusal =
        refuse(
            ConversationRows.get(statements, key),
            own,
            before == null ? own.isAtLeast(Role.ADMIN) : own.mayGive(before, role));
    if (refusal != null) {
      return refusal;
    }
    if (before == null) {
      return new MemberResult.NoSuchMember(user);
    }
    return new MemberResult.Done(
        before == role ? List.of() : List.of(give(user, role, true)), false);
  }

  MemberResult describe(Role own, Profile.Patch patch) throws SQLException {
    var conversation = ConversationRows.get(statements, key);
    // How long messages live is for each of the two of a direct conversation, too.
    var isTheirs = conversation.type() == ConversationType.DIRECT && patch.isTtlOnly();
    var refusal = isTheirs ? null : refuse(conversation, own, own.mayDescribe());
    if (refusal != null) {
      return refusal;
    }
    var profile = patch.of(conversation.profile());
    if (profile.equals(conversation.profile())) {
      return new MemberResult.Done(List.of(), false);
    }
    var update =
        statements.get(
            "update conversations set title = ?, picture = ?, metadata = ?, message_ttl_ms = ?,"
                + " retention_days = ?"
                + " where tenant_id = ? and conversation_id = ?");
    update.setString(1, profile.title());
    update.setString(2, profile.picture());
    update.setString(3, profile.metadata());
    var ttl = profile.messageTtl();
    Rows.setLong(update, 4, ttl == null ? null : ttl.toMillis());
    var days = profile.retentionDays();
    if (days == null) {
      update.setNull(5, Types.INTEGER);
    } else {
      update.setInt(5, days);
    }
    update.setString(6, key.tenant().value());
    update.setString(7, key.conversation().value());
    update.executeUpdate();
    var event = change(new Change.ProfileChanged(profile), true);
    return new MemberResult.Done(List.of(event.change()), false);
  }

  MemberResult set(Settings before, SettingsChange wanted) throws SQLException {
    var settings = wanted.in(before);
    if (settings.equals(before)) {
      return new MemberResult.Done(List.of(), false);
    }
    StandingRows.setSettings(statements, key, actor(), settings);
    var what = new Change.SettingsChanged(settings);
    var event = ChangeRows.add(batch, key, actor(), act.op(), actor(), what);
    return new MemberResult.Done(List.of(event.change()), false);
  }

  private static @Nullable MemberResult refuse(Conversation it, Role own, boolean allowed) {
    if (it.type() == ConversationType.DIRECT) {
      return new MemberResult.Direct();
    }
    if (it.type() == ConversationType.ROOM) {
      return new MemberResult.OfRoom();
    }
    return allowed ? null : new MemberResult.NotAllowed(own);
  }

  private List<Change> join(Conversation before, List<UserId> newcomers) throws SQLException {
    if (newcomers.isEmpty()) {
      return List.of();
    }
    var joined = new ArrayList<LogEvent.Changed>();
    for (var user : newcomers) {
      var event = change(new Change.MemberAdded(user, before.lastSeq()), joined.isEmpty());
      MemberRows.join(statements, key, user, event.position());
      var member = new MemberKey(key.tenant(), key.conversation(), user);
      WatermarkRows.start(statements, member, before.lastSeq());
      joined.add(event);
    }
    // Each is shown the conversation with all of them.
    var now = ConversationRows.get(statements, key);
    for (var event : joined) {
      batch.show(ConversationRows.joined(now, before.lastMessage(), event));
    }
    return joined.stream().map(LogEvent.Changed::change).toList();
  }

  private Change give(UserId user, Role role, boolean first) throws SQLException {
    StandingRows.setRole(statements, key, user, role);
    return change(new Change.RoleGiven(user, role), first).change();
  }

  /// @param first whether it is the operation's first change, which bears its id
  private LogEvent.Changed change(Change.What what, boolean first) throws SQLException {
    return ChangeRows.add(batch, key, actor(), first ? act.op() : null, what);
  }

  private UserId actor() {
    return act.actor().user();
  }

  /// What to do, once it is known how the actor stands.
  @FunctionalInterface
  interface Operation {
    MemberResult run(MemberStanding own, MemberWrite write) throws SQLException;
  }
}
