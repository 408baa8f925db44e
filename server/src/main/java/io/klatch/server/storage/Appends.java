package io.klatch.server.storage;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.Marks;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.Role;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All appends of a batch at once: a handful of statements however many messages there are.
///
/// Read where each conversation stands, who is a member, and which messages are stored already;
/// give numbers in memory; write. Repeats within the batch are found in the same map as repeats of
/// the past. Everything is read inside the transaction that writes, so nothing can change between.
final class Appends {
  private final Batch batch;
  private final Map<ConversationKey, Head> heads = new HashMap<>();
  private final Map<Membership, Role> members = new HashMap<>();
  private final Set<Membership> drafted = new HashSet<>();
  private final Map<Once, Appended.Stored> stored = new HashMap<>();
  private final Map<ConversationKey, Moved> moved = new LinkedHashMap<>();
  private final List<Fresh> fresh = new ArrayList<>();
  private final RoomFloor floor;

  Appends(Batch batch) {
    this.batch = batch;
    this.floor = new RoomFloor(batch);
  }

  void run(List<Job.Append> jobs) throws SQLException {
    readHeads(jobs);
    readMembers(jobs);
    readStored(jobs);
    for (var job : jobs) {
      job.outcome(append(job.message, job.acceptedAt));
    }
    if (!fresh.isEmpty()) {
      insertMessages();
      insertContents();
      moveHeads();
    }
  }

  /// A scheduled message is stored as it is by now or not at all, and is no longer scheduled then.
  private Appended append(SendMessage message, Instant acceptedAt) throws SQLException {
    var due = message.timing().due();
    if (due == null) {
      return admit(message, acceptedAt);
    }
    if (!ScheduledRows.isThere(batch.statements(), message.sender(), due)) {
      return new Appended.Withdrawn();
    }
    var outcome = admit(message, acceptedAt);
    if (outcome instanceof Appended.Stored) {
      ScheduledRows.delete(batch.statements(), message.sender(), due.id());
    }
    return outcome;
  }

  private Appended admit(SendMessage message, Instant acceptedAt) throws SQLException {
    var key = conversation(message);
    var head = heads.get(key);
    var membership = new Membership(message.sender(), key.conversation());
    var role = isSystem(message) ? Role.OWNER : members.get(membership);
    var once = Once.of(message);
    var earlier = once == null ? null : stored.get(once);
    if (earlier != null) {
      // Also for who has left since: the answer to the first may have been lost.
      return new Appended.Stored(earlier.message(), earlier.persistedAt(), true);
    }
    var isGuest = head != null && head.type == ConversationType.ROOM && !isSystem(message);
    var restraint =
        isGuest ? floor.restraint(message.sender(), message.conversation(), role) : null;
    if (restraint != null) {
      return new Appended.Restrained(restraint);
    }
    if (head == null || role == null) {
      return new Appended.NotAMember();
    }
    if (!head.type.mayPost(role)) {
      return new Appended.MayNotPost();
    }
    if (head.blocked) {
      return new Appended.Blocked();
    }
    var isPlain = message.content().equals(Content.NONE) && message.attachments().isEmpty();
    var statements = batch.statements();
    var refusal = isPlain ? null : ContentRows.refusal(statements, key, message, head.lastSeq);
    if (refusal != null) {
      return refusal;
    }
    var content = isPlain ? Content.NONE : ContentRows.found(statements, key, message);
    var outcome = number(message, content, head, acceptedAt);
    if (once != null) {
      stored.put(once, outcome);
    }
    if (isWritten(message) && drafted.remove(membership)) {
      DraftRows.delete(statements, key, message.sender().user());
    }
    return outcome;
  }

  /// Whether its sender has just written it, so that it ends the draft.
  private static boolean isWritten(SendMessage message) {
    return message.content().forwardedFrom() == null && message.timing().due() == null;
  }

  private static boolean isSystem(SendMessage message) {
    return message.sender().user().equals(UserId.SYSTEM);
  }

  private Appended.Stored number(
      SendMessage command, Content content, Head head, Instant acceptedAt) {
    var createdAt = latest(acceptedAt, head.lastAt.plusMillis(1));
    var expiresIn = command.timing().expiresIn();
    var lives = expiresIn == null ? head.ttl : expiresIn;
    var audience =
        head.type == ConversationType.ROOM
            ? floor.spoke(command.sender(), command.conversation(), createdAt)
            : null;
    var message =
        new Message(
            command.conversation(),
            head.lastSeq.next(),
            command.sender().user(),
            command.text(),
            command.clientMessageId(),
            createdAt,
            content,
            Marks.NONE,
            lives == null ? null : createdAt.plus(lives),
            audience);
    var persistedAt = latest(batch.now(), message.createdAt());
    var tenant = command.sender().tenant();
    var position = batch.addMessage(tenant, message, persistedAt);
    var next = new Head(head.type, message.seq(), createdAt, head.ttl, false);
    heads.put(conversation(command), next);
    moved.put(conversation(command), new Moved(next, position));
    fresh.add(new Fresh(position, tenant, message, persistedAt));
    return new Appended.Stored(message, persistedAt, false);
  }

  private void readHeads(List<Job.Append> jobs) throws SQLException {
    var wanted = jobs.stream().map(job -> conversation(job.message)).distinct().toList();
    var query =
        query(
            "select tenant_id, conversation_id, type, last_seq, last_at, message_ttl_ms, blocked"
                + " from conversations"
                + " where (tenant_id, conversation_id) in",
            wanted,
            key -> List.of(key.tenant().value(), key.conversation().value()),
            " order by tenant_id, conversation_id");
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        heads.put(
            new ConversationKey(
                new TenantId(rows.getString(1)), new ConversationId(rows.getString(2))),
            new Head(
                Rows.type(rows.getString(3)),
                new Seq(rows.getLong(4)),
                Instant.ofEpochMilli(rows.getLong(5)),
                ConversationRows.ttl(rows.getLong(6)),
                rows.getBoolean(7)));
      }
    }
  }

  private void readMembers(List<Job.Append> jobs) throws SQLException {
    var wanted =
        jobs.stream()
            .map(job -> new Membership(job.message.sender(), job.message.conversation()))
            .distinct()
            .toList();
    var query =
        query(
            "select tenant_id, conversation_id, user_id, drafted, role from members"
                + " where left_pos is null and (tenant_id, conversation_id, user_id) in",
            wanted,
            it ->
                List.of(it.user.tenant().value(), it.conversation.value(), it.user.user().value()),
            "");
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        var member =
            new Membership(
                new UserKey(new TenantId(rows.getString(1)), new UserId(rows.getString(3))),
                new ConversationId(rows.getString(2)));
        members.put(member, Rows.role(rows.getString(5)));
        if (rows.getBoolean(4)) {
          drafted.add(member);
        }
      }
    }
  }

  private void readStored(List<Job.Append> jobs) throws SQLException {
    var wanted = new ArrayList<Once>();
    for (var job : jobs) {
      var once = Once.of(job.message);
      if (once != null) {
        wanted.add(once);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    var query =
        query(
            "select m.tenant_id as m_tenant_id,"
                + Rows.MESSAGE_COLUMNS
                + "from messages m"
                + " where (m.tenant_id, m.conversation_id, m.sender_id, m.client_msg_id) in",
            wanted,
            it ->
                List.of(
                    it.sender.tenant().value(),
                    it.conversation.value(),
                    it.sender.user().value(),
                    it.id.value()),
            "");
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        var message = Rows.message(rows, batch.now());
        var sender = new UserKey(new TenantId(rows.getString("m_tenant_id")), message.sender());
        var id = new ClientMessageId(rows.getString("m_client_msg_id"));
        stored.put(
            new Once(sender, message.conversation(), id),
            new Appended.Stored(message, Rows.time(rows, "m_persisted_at"), true));
      }
    }
  }

  /// `prefix (values …)suffix` with a row of columns for each that is wanted, of which there is at
  /// least one.
  private <T> PreparedStatement query(
      String prefix, List<T> wanted, Function<T, List<String>> columns, String suffix)
      throws SQLException {
    var query =
        batch
            .statements()
            .withValues(prefix, columns.apply(wanted.getFirst()).size(), wanted.size(), suffix);
    int parameter = 0;
    for (var i = 0; i < Statements.paddedRows(wanted.size()); i++) {
      for (String column : columns.apply(wanted.get(Math.min(i, wanted.size() - 1)))) {
        query.setString(++parameter, column);
      }
    }
    return query;
  }

  private void insertMessages() throws SQLException {
    var insert =
        batch
            .statements()
            .get(
                "insert into messages (tenant_id, conversation_id, seq, sender_id, client_msg_id,"
                    + " text, created_at, persisted_at, pos, thread, extras, expires_at,"
                    + " audience) values (?,?,?,?,?,?,?,?,?,?,?,?,?)");
    for (var it : fresh) {
      var message = it.message;
      var clientId = message.clientMessageId();
      insert.setString(1, it.tenant.value());
      insert.setString(2, message.conversation().value());
      insert.setLong(3, message.seq().value());
      insert.setString(4, message.sender().value());
      if (clientId == null) {
        insert.setNull(5, Types.VARCHAR);
      } else {
        insert.setString(5, clientId.value());
      }
      insert.setString(6, message.text());
      insert.setLong(7, message.createdAt().toEpochMilli());
      insert.setLong(8, it.persistedAt.toEpochMilli());
      insert.setLong(9, it.position.value());
      var thread = message.content().thread();
      Rows.setLong(insert, 10, thread == null ? null : thread.value());
      insert.setString(11, ContentColumns.extras(message.content()));
      Rows.setTime(insert, 12, message.expiresAt());
      var audience = message.audience();
      insert.setString(13, audience == null ? null : audience.value());
      insert.addBatch();
    }
    insert.executeBatch();
  }

  private void insertContents() throws SQLException {
    for (var it : fresh) {
      var content = it.message.content();
      if (!content.equals(Content.NONE)) {
        var key = new ConversationKey(it.tenant, it.message.conversation());
        ContentRows.insert(batch.statements(), key, it.message);
      }
    }
  }

  private void moveHeads() throws SQLException {
    var update =
        batch
            .statements()
            .get(
                "update conversations set last_seq = ?, last_at = ?, last_pos = ?"
                    + " where tenant_id = ? and conversation_id = ?");
    for (var entry : moved.entrySet()) {
      update.setLong(1, entry.getValue().head.lastSeq.value());
      update.setLong(2, entry.getValue().head.lastAt.toEpochMilli());
      update.setLong(3, entry.getValue().position.value());
      update.setString(4, entry.getKey().tenant().value());
      update.setString(5, entry.getKey().conversation().value());
      update.addBatch();
    }
    update.executeBatch();
  }

  private static ConversationKey conversation(SendMessage message) {
    return new ConversationKey(message.sender().tenant(), message.conversation());
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /// @param ttl how long messages live that say nothing of it
  /// @param blocked one of the two of a direct conversation has blocked the other
  private record Head(
      ConversationType type,
      Seq lastSeq,
      Instant lastAt,
      @Nullable Duration ttl,
      boolean blocked) {}

  private record Membership(UserKey user, ConversationId conversation) {}

  private record Moved(Head head, LogPosition position) {}

  private record Fresh(
      LogPosition position, TenantId tenant, Message message, Instant persistedAt) {}

  private record Once(UserKey sender, ConversationId conversation, ClientMessageId id) {
    static @Nullable Once of(SendMessage message) {
      var id = message.clientMessageId();
      return id == null ? null : new Once(message.sender(), message.conversation(), id);
    }
  }
}
