package io.klatch.server.storage;

import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessageChanges.Version;
import io.klatch.domain.export.Exported.OfMembership;
import io.klatch.domain.export.Exported.OfMessage;
import io.klatch.domain.export.Exported.OfReaction;
import io.klatch.domain.export.Exported.ReactionOf;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.receipt.Marks;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of messages, with what other tables hold of them, and of memberships, as exports tell them.
final class ExportRows {
  private static final String MESSAGES =
      "select"
          + Rows.MESSAGE_COLUMNS
          + "from messages m where m.tenant_id = ? and m.conversation_id = ? and m.seq > ?";

  private static final String REACTIONS =
      "select seq, emoji, user_id, created_at from reactions where tenant_id = ?"
          + " and conversation_id = ? and seq > ? and seq <= ?";

  private static final String MEMBERSHIPS =
      "select mb.conversation_id, mb.role, mb.archived, mb.pinned, mb.muted_until, mb.left_pos,"
          + " c.last_seq, w.read_seq, w.delivered_seq, w.private_read_seq from members mb"
          + " cross join conversations c"
          + " left join watermarks w on w.tenant_id = mb.tenant_id"
          + " and w.conversation_id = mb.conversation_id and w.user_id = mb.user_id"
          + " where mb.tenant_id = ? and mb.user_id = ? and mb.conversation_id > ?"
          + " and c.tenant_id = mb.tenant_id and c.conversation_id = mb.conversation_id"
          + " order by mb.conversation_id limit ?";

  private ExportRows() {}

  static List<OfMessage> messages(Statements statements, ConversationKey key, Seq after, int limit)
      throws SQLException {
    var select = statements.get(MESSAGES + " order by m.seq limit ?");
    set(select, key, after);
    select.setInt(4, limit);
    return whole(statements, key, messages(statements, select));
  }

  // What is added to the sender keeps SQLite at the index of numbers, of which few are looked at.
  static List<OfMessage> sent(
      Statements statements, UserKey user, ConversationId conversation, Seq after, Seq upTo)
      throws SQLException {
    var key = new ConversationKey(user.tenant(), conversation);
    var select =
        statements.get(MESSAGES + " and m.seq <= ? and (m.sender_id || '') = ? order by m.seq");
    set(select, key, after);
    select.setLong(4, upTo.value());
    select.setString(5, user.user().value());
    return whole(statements, key, messages(statements, select));
  }

  static List<OfReaction> reactions(
      Statements statements, UserKey user, ConversationId conversation, Seq after, Seq upTo)
      throws SQLException {
    var select = statements.get(REACTIONS + " and user_id = ? order by seq, emoji");
    set(select, new ConversationKey(user.tenant(), conversation), after);
    select.setLong(4, upTo.value());
    select.setString(5, user.user().value());
    var found = new ArrayList<OfReaction>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new OfReaction(conversation, new Seq(rows.getLong("seq")), reaction(rows)));
      }
    }
    return found;
  }

  static List<OfMembership> memberships(
      Statements statements, UserKey user, @Nullable ConversationId after, int limit)
      throws SQLException {
    var select = statements.get(MEMBERSHIPS);
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    select.setString(3, after == null ? "" : after.value());
    select.setInt(4, limit);
    var found = new ArrayList<OfMembership>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(membership(rows));
      }
    }
    return found;
  }

  /// With what other tables hold of them; they are near each other in rising order.
  private static List<OfMessage> whole(
      Statements statements, ConversationKey key, List<Message> messages) throws SQLException {
    if (messages.isEmpty()) {
      return List.of();
    }
    var reactions = reactions(statements, key, messages);
    var whole = new ArrayList<OfMessage>();
    for (var message : MarkRows.page(statements, key, UserId.SYSTEM, messages)) {
      var versions =
          message.marks().editedAt() == null
              ? List.<Version>of()
              : AmendedRows.versions(statements, key, message.seq(), message.sender());
      var shown =
          message.marks().deleted()
              ? List.<ReactionOf>of()
              : reactions.getOrDefault(message.seq(), List.of());
      whole.add(new OfMessage(message, versions, shown));
    }
    return whole;
  }

  private static Map<Seq, List<ReactionOf>> reactions(
      Statements statements, ConversationKey key, List<Message> messages) throws SQLException {
    var select = statements.get(REACTIONS + " order by seq, emoji, user_id");
    set(select, key, new Seq(messages.getFirst().seq().value() - 1));
    select.setLong(4, messages.getLast().seq().value());
    var found = new HashMap<Seq, List<ReactionOf>>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found
            .computeIfAbsent(new Seq(rows.getLong("seq")), _ -> new ArrayList<>())
            .add(reaction(rows));
      }
    }
    return found;
  }

  private static List<Message> messages(Statements statements, PreparedStatement select)
      throws SQLException {
    var found = new ArrayList<Message>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(Rows.message(rows, statements.now()));
      }
    }
    return found;
  }

  private static OfMembership membership(ResultSet row) throws SQLException {
    var isIn = row.getObject("left_pos") == null;
    var marks =
        new Marks(
            new Seq(row.getLong("read_seq")),
            new Seq(row.getLong("delivered_seq")),
            new Seq(row.getLong("private_read_seq")));
    return new OfMembership(
        new ConversationId(row.getString("conversation_id")),
        isIn ? StandingRows.standing(row) : null,
        marks,
        new Seq(row.getLong("last_seq")));
  }

  private static ReactionOf reaction(ResultSet row) throws SQLException {
    return new ReactionOf(
        new Emoji(row.getString("emoji")),
        new UserId(row.getString("user_id")),
        Rows.time(row, "created_at"));
  }

  private static void set(PreparedStatement select, ConversationKey key, Seq after)
      throws SQLException {
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setLong(3, after.value());
  }
}
