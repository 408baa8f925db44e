package io.klatch.server.storage;

import io.klatch.domain.chat.Marks;
import io.klatch.domain.chat.Marks.Reaction;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reactions, pins and counts of replies, beside the rows of messages.
final class MarkRows {
  private static final String MESSAGE = " where tenant_id = ? and conversation_id = ? and seq = ?";
  private static final String RANGE =
      " where tenant_id = ? and conversation_id = ? and seq >= ? and seq <= ?";

  private MarkRows() {}

  static long count(Statements statements, MessageTarget target, Emoji emoji) throws SQLException {
    var select = statements.get("select count(*) from reactions" + MESSAGE + " and emoji = ?");
    set(select, target);
    select.setString(4, emoji.value());
    return one(select);
  }

  static long emojis(Statements statements, MessageTarget target) throws SQLException {
    var select = statements.get("select count(distinct emoji) from reactions" + MESSAGE);
    set(select, target);
    return one(select);
  }

  /// Whether it was not there before.
  static boolean react(Statements statements, MessageTarget target, Emoji emoji, Instant at)
      throws SQLException {
    var insert =
        statements.get(
            "insert into reactions (tenant_id, conversation_id, seq, emoji, user_id, created_at)"
                + " values (?,?,?,?,?,?) on conflict do nothing");
    set(insert, target);
    insert.setString(4, emoji.value());
    insert.setString(5, target.actor().user().value());
    insert.setLong(6, at.toEpochMilli());
    return insert.executeUpdate() == 1;
  }

  /// Whether it was there.
  static boolean unreact(Statements statements, MessageTarget target, Emoji emoji)
      throws SQLException {
    var delete =
        statements.get("delete from reactions" + MESSAGE + " and emoji = ? and user_id = ?");
    set(delete, target);
    delete.setString(4, emoji.value());
    delete.setString(5, target.actor().user().value());
    return delete.executeUpdate() == 1;
  }

  static boolean isPinned(Statements statements, MessageTarget target) throws SQLException {
    var select = statements.get("select count(*) from pins" + MESSAGE);
    set(select, target);
    return one(select) == 1;
  }

  static long pins(Statements statements, ConversationKey key) throws SQLException {
    var select =
        statements.get("select count(*) from pins where tenant_id = ? and conversation_id = ?");
    set(select, key);
    return one(select);
  }

  static void pin(Statements statements, MessageTarget target, Instant at) throws SQLException {
    var insert =
        statements.get(
            "insert into pins (tenant_id, conversation_id, seq, pinned_by, pinned_at)"
                + " values (?,?,?,?,?)");
    set(insert, target);
    insert.setString(4, target.actor().user().value());
    insert.setLong(5, at.toEpochMilli());
    insert.executeUpdate();
  }

  /// Whether it was pinned.
  static boolean unpin(Statements statements, MessageTarget target) throws SQLException {
    var delete = statements.get("delete from pins" + MESSAGE);
    set(delete, target);
    return delete.executeUpdate() == 1;
  }

  /// Newest pin first; few enough to be sorted.
  static List<Message> pinned(Statements statements, ConversationKey key) throws SQLException {
    var select =
        statements.get(
            "select"
                + Rows.MESSAGE_COLUMNS
                + "from pins p cross join messages m where p.tenant_id = ?"
                + " and p.conversation_id = ? and m.tenant_id = p.tenant_id"
                + " and m.conversation_id = p.conversation_id and m.seq = p.seq"
                + " order by p.pinned_at desc, p.seq desc");
    set(select, key);
    var messages = new ArrayList<Message>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        var message = Rows.message(rows, statements.now());
        if (!message.marks().deleted()) {
          messages.add(message);
        }
      }
    }
    return messages;
  }

  /// The messages, from anywhere, as the reader sees them.
  static List<Message> marked(
      Statements statements, ConversationKey key, UserId reader, List<Message> messages)
      throws SQLException {
    var marked = new ArrayList<Message>();
    for (var message : messages) {
      marked.addAll(page(statements, key, reader, List.of(message)));
    }
    return marked;
  }

  /// The messages, which are near each other in rising order, as the reader sees them.
  static List<Message> page(
      Statements statements, ConversationKey key, UserId reader, List<Message> messages)
      throws SQLException {
    if (messages.isEmpty()) {
      return messages;
    }
    var from = messages.getFirst().seq();
    var to = messages.getLast().seq();
    var replies = replies(statements, key, from, to);
    var pins = pins(statements, key, from, to);
    var reactions = reactions(statements, key, from, to, reader);
    if (replies.isEmpty() && pins.isEmpty() && reactions.isEmpty()) {
      return messages;
    }
    return messages.stream()
        .map(message -> {
          var seq = message.seq();
          var before = message.marks();
          var count = replies.getOrDefault(seq, 0L);
          // One whose time has passed may still have the others.
          return message.with(
              before.deleted()
                  ? new Marks(before.editedAt(), true, false, count, List.of())
                  : new Marks(
                      before.editedAt(),
                      false,
                      pins.contains(seq),
                      count,
                      reactions.getOrDefault(seq, List.of())));
        })
        .toList();
  }

  private static Map<Seq, Long> replies(
      Statements statements, ConversationKey key, Seq from, Seq to) throws SQLException {
    var select = statements.get("select seq, replies from threads" + RANGE);
    set(select, key, from, to);
    var found = new HashMap<Seq, Long>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.put(new Seq(rows.getLong(1)), rows.getLong(2));
      }
    }
    return found;
  }

  private static Set<Seq> pins(Statements statements, ConversationKey key, Seq from, Seq to)
      throws SQLException {
    var select = statements.get("select seq from pins" + RANGE);
    set(select, key, from, to);
    var found = new HashSet<Seq>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new Seq(rows.getLong(1)));
      }
    }
    return found;
  }

  private static Map<Seq, List<Reaction>> reactions(
      Statements statements, ConversationKey key, Seq from, Seq to, UserId reader)
      throws SQLException {
    var select =
        statements.get(
            "select seq, emoji, count(*), max(case when user_id = ? then 1 else 0 end)"
                + " from reactions"
                + RANGE
                + " group by seq, emoji order by seq, emoji");
    select.setString(1, reader.value());
    select.setString(2, key.tenant().value());
    select.setString(3, key.conversation().value());
    select.setLong(4, from.value());
    select.setLong(5, to.value());
    var found = new HashMap<Seq, List<Reaction>>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found
            .computeIfAbsent(new Seq(rows.getLong(1)), _ -> new ArrayList<>())
            .add(new Reaction(new Emoji(rows.getString(2)), rows.getLong(3), rows.getInt(4) == 1));
      }
    }
    return found;
  }

  private static long one(PreparedStatement select) throws SQLException {
    try (var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void set(PreparedStatement statement, MessageTarget target) throws SQLException {
    set(statement, target.conversationKey());
    statement.setLong(3, target.seq().value());
  }

  private static void set(PreparedStatement statement, ConversationKey key, Seq from, Seq to)
      throws SQLException {
    set(statement, key);
    statement.setLong(3, from.value());
    statement.setLong(4, to.value());
  }

  private static void set(PreparedStatement statement, ConversationKey key) throws SQLException {
    statement.setString(1, key.tenant().value());
    statement.setString(2, key.conversation().value());
  }
}
