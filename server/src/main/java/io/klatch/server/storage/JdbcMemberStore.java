package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.MemberStore;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.MemberKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who comes and who leaves, in SQL.
final class JdbcMemberStore implements MemberStore {
  private final Writer writer;

  JdbcMemberStore(Writer writer) {
    this.writer = writer;
  }

  @Override
  public MembersChanged add(
      ConversationKey conversation, UserId actor, @Nullable OpId op, List<UserId> users) {
    return writer.write(batch -> add(batch, conversation, actor, op, users));
  }

  @Override
  public MembersChanged remove(
      ConversationKey conversation, UserId actor, @Nullable OpId op, UserId user) {
    return writer.write(batch -> remove(batch, conversation, actor, op, user));
  }

  private static MembersChanged add(
      Batch batch, ConversationKey key, UserId actor, @Nullable OpId op, List<UserId> users)
      throws SQLException {
    var statements = batch.statements();
    var earlier = ChangeRows.earlier(statements, key, actor, op);
    if (earlier != null) {
      return new MembersChanged.Done(List.of(earlier), true);
    }
    var members = new HashSet<>(MemberRows.all(statements, key));
    if (!members.contains(actor)) {
      return new MembersChanged.NotFound();
    }
    var newcomers = users.stream().filter(members::add).toList();
    return new MembersChanged.Done(join(batch, key, actor, op, newcomers), false);
  }

  private static List<Change> join(
      Batch batch, ConversationKey key, UserId actor, @Nullable OpId op, List<UserId> newcomers)
      throws SQLException {
    if (newcomers.isEmpty()) {
      return List.of();
    }
    var statements = batch.statements();
    var before = ConversationRows.get(statements, key);
    var joined = new ArrayList<LogEvent.Changed>();
    for (var user : newcomers) {
      var first = joined.isEmpty() ? op : null;
      var what = new Change.MemberAdded(user, before.lastSeq());
      var event = ChangeRows.add(batch, key, actor, first, what);
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

  private static MembersChanged remove(
      Batch batch, ConversationKey key, UserId actor, @Nullable OpId op, UserId user)
      throws SQLException {
    var statements = batch.statements();
    var earlier = ChangeRows.earlier(statements, key, actor, op);
    if (earlier != null) {
      return new MembersChanged.Done(List.of(earlier), true);
    }
    if (!MemberRows.isMember(statements, key, actor)) {
      return new MembersChanged.NotFound();
    }
    if (!MemberRows.isMember(statements, key, user)) {
      return new MembersChanged.Done(List.of(), false);
    }
    var event = ChangeRows.add(batch, key, actor, op, new Change.MemberRemoved(user));
    MemberRows.leave(statements, key, user, event.position());
    return new MembersChanged.Done(List.of(event.change()), false);
  }
}
