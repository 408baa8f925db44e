package io.klatch.server.storage;

import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.ConversationCursor;
import io.klatch.domain.chat.ConversationHead;
import io.klatch.domain.chat.ConversationStore;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Conversations and members in SQL.
final class JdbcConversationStore implements ConversationStore {
  /// The unique key that makes a direct conversation one per pair, however many create it at once.
  private static final String INSERT =
      "insert into conversations (tenant_id, conversation_id, type, title, created_by, created_at,"
          + " last_seq, last_at, direct_key, opened_pos, last_pos)"
          + " values (?,?,?,?,?,?,0,?,?,?,?) on conflict do nothing";

  private final Writer writer;
  private final Readers readers;

  JdbcConversationStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public @Nullable OpenedConversation open(NewConversation conversation) {
    var opening = writer.write(batch -> new Opening(open(batch, conversation)));
    return opening.opened;
  }

  @Override
  public @Nullable Conversation findDirect(UserKey member, UserId other) {
    var found =
        readers.read(
            "finding a direct conversation",
            statements -> {
              var conversation =
                  ConversationRows.findDirect(
                      statements,
                      member.tenant(),
                      ConversationRows.directKey(member.user(), other));
              return new Found(
                  conversation == null ? null : asSeen(statements, member, conversation));
            });
    return found.conversation;
  }

  @Override
  public @Nullable Conversation find(UserKey member, ConversationId id) {
    var found =
        readers.read(
            "finding a conversation",
            statements -> {
              var conversation =
                  ConversationRows.find(statements, new ConversationKey(member.tenant(), id));
              return new Found(
                  conversation != null && conversation.members().contains(member.user())
                      ? asSeen(statements, member, conversation)
                      : null);
            });
    return found.conversation;
  }

  @Override
  public List<Conversation> list(UserKey member, int limit, @Nullable ConversationCursor cursor) {
    return readers.read(
        "listing conversations",
        statements -> {
          var seen = new ArrayList<Conversation>();
          for (var found : ConversationRows.list(statements, member, limit, cursor)) {
            seen.add(asSeen(statements, member, found));
          }
          return seen;
        });
  }

  @Override
  public List<ConversationHead> heads(UserKey member, int limit, @Nullable ConversationId after) {
    return readers.read(
        "listing the numbers of conversations",
        statements -> heads(statements, member, limit, after));
  }

  @Override
  public Set<UserId> members(ConversationKey conversation) {
    return readers.read(
        "reading the members of a conversation",
        statements -> new HashSet<>(MemberRows.all(statements, conversation)));
  }

  /// Without the last message where the member has hidden it.
  private static Conversation asSeen(
      Statements statements, UserKey member, Conversation conversation) throws SQLException {
    var key = new ConversationKey(member.tenant(), conversation.id());
    return conversation.lastMessage() != null
            && AmendedRows.isHidden(statements, key, conversation.lastSeq(), member.user())
        ? conversation.withoutLastMessage()
        : conversation;
  }

  /// Null where the two of a direct conversation are apart and have none.
  static @Nullable OpenedConversation open(Batch batch, NewConversation asked) throws SQLException {
    var statements = batch.statements();
    var it = asked;
    if (asked.type() != ConversationType.DIRECT) {
      var creator = new UserKey(asked.tenant(), asked.createdBy());
      it = asked.with(BlockRows.willing(statements, creator, asked.members()));
    } else if (BlockRows.areApart(
        statements, asked.tenant(), asked.members().getFirst(), asked.members().getLast())) {
      var existing = ConversationRows.findDirect(statements, asked.tenant(), directKey(asked));
      return existing == null ? null : new OpenedConversation(existing, false);
    }
    if (!insert(batch, it)) {
      var existing = ConversationRows.findDirect(statements, it.tenant(), directKey(it));
      if (existing == null) {
        throw new SQLException("the id of a new conversation is taken: " + it.id());
      }
      return new OpenedConversation(existing, false);
    }
    insertMembers(batch, it);
    var conversation =
        new Conversation(
            it.id(),
            it.type(),
            Profile.titled(it.title()),
            it.members(),
            it.createdBy(),
            it.createdAt(),
            it.createdAt(),
            Seq.NONE,
            ChangeSeq.NONE,
            null);
    batch.addConversation(it.tenant(), conversation);
    return new OpenedConversation(conversation, true);
  }

  private static boolean insert(Batch batch, NewConversation it) throws SQLException {
    var insert = batch.statements().get(INSERT);
    insert.setString(1, it.tenant().value());
    insert.setString(2, it.id().value());
    insert.setString(3, it.type().wire());
    insert.setString(4, it.title());
    insert.setString(5, it.createdBy().value());
    insert.setLong(6, it.createdAt().toEpochMilli());
    insert.setLong(7, it.createdAt().toEpochMilli());
    if (it.type() == ConversationType.DIRECT) {
      insert.setString(8, directKey(it));
    } else {
      insert.setNull(8, Types.VARCHAR);
    }
    insert.setLong(9, batch.nextPosition().value());
    insert.setLong(10, batch.nextPosition().value());
    return insert.executeUpdate() == 1;
  }

  private static void insertMembers(Batch batch, NewConversation it) throws SQLException {
    var insert =
        batch
            .statements()
            .get(
                "insert into members (tenant_id, conversation_id, user_id, joined_pos, role)"
                    + " values (?,?,?,?,?)");
    for (var member : it.members()) {
      insert.setString(1, it.tenant().value());
      insert.setString(2, it.id().value());
      insert.setString(3, member.value());
      insert.setLong(4, batch.nextPosition().value());
      insert.setString(5, roleAtFirst(it, member).wire());
      insert.addBatch();
    }
    insert.executeBatch();
  }

  private static Role roleAtFirst(NewConversation it, UserId member) {
    return it.type() != ConversationType.DIRECT && member.equals(it.createdBy())
        ? Role.OWNER
        : Role.MEMBER;
  }

  private static String directKey(NewConversation it) {
    return ConversationRows.directKey(it.members().getFirst(), it.members().getLast());
  }

  private static List<ConversationHead> heads(
      Statements statements, UserKey member, int limit, @Nullable ConversationId after)
      throws SQLException {
    var select =
        statements.get(
            "select c.conversation_id, c.last_seq, c.change_seq from members mb join conversations c"
                + " on c.tenant_id = mb.tenant_id and c.conversation_id = mb.conversation_id"
                + " where mb.tenant_id = ? and mb.user_id = ? and mb.left_pos is null"
                + " and mb.conversation_id > ?"
                + " order by mb.conversation_id limit ?");
    select.setString(1, member.tenant().value());
    select.setString(2, member.user().value());
    select.setString(3, after == null ? "" : after.value());
    select.setInt(4, limit);
    var heads = new ArrayList<ConversationHead>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        heads.add(
            new ConversationHead(
                new ConversationId(rows.getString(1)),
                new Seq(rows.getLong(2)),
                new ChangeSeq(rows.getLong(3))));
      }
    }
    return heads;
  }

  private record Found(@Nullable Conversation conversation) {}

  private record Opening(@Nullable OpenedConversation opened) {}
}
