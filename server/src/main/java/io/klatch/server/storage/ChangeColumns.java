package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What became different, as the columns of the table of changes. A new kind is a case in [#of] and
/// one in [#what]; a kind once written is never given another meaning.
///
/// @param seq the message it is about, or behind which it stands
/// @param concerned the user it is about
/// @param details JSON
record ChangeColumns(
    String kind, @Nullable Long seq, @Nullable String concerned, @Nullable String details) {
  static final String MEMBER_ADDED = "member_added";
  static final String MEMBER_REMOVED = "member_removed";
  static final String MESSAGE_EDITED = "message_edited";
  static final String MESSAGE_DELETED = "message_deleted";
  static final String MESSAGE_EXPIRED = "message_expired";
  private static final String MESSAGE_HIDDEN = "message_hidden";
  private static final String REACTION_ADDED = "reaction_added";
  private static final String REACTION_REMOVED = "reaction_removed";
  private static final String MESSAGE_PINNED = "message_pinned";
  private static final String MESSAGE_UNPINNED = "message_unpinned";
  private static final String ROLE_GIVEN = "role_given";
  private static final String PROFILE_CHANGED = "profile_changed";
  private static final String SETTINGS_CHANGED = "settings_changed";

  static ChangeColumns of(Change.What what) {
    return switch (what) {
      case Change.MemberAdded(var user, var lastSeq) ->
          new ChangeColumns(MEMBER_ADDED, lastSeq.value(), user.value(), null);
      case Change.MemberRemoved(var user) ->
          new ChangeColumns(MEMBER_REMOVED, null, user.value(), null);
      case Change.MessageEdited(var seq, _, _, _) -> about(MESSAGE_EDITED, seq);
      case Change.MessageDeleted(var seq) -> about(MESSAGE_DELETED, seq);
      case Change.MessageExpired(var seq) -> about(MESSAGE_EXPIRED, seq);
      case Change.MessageHidden(var seq) -> about(MESSAGE_HIDDEN, seq);
      case Change.ReactionAdded(var seq, var emoji, var count) ->
          new ChangeColumns(REACTION_ADDED, seq.value(), null, reaction(emoji, count));
      case Change.ReactionRemoved(var seq, var emoji, var count) ->
          new ChangeColumns(REACTION_REMOVED, seq.value(), null, reaction(emoji, count));
      case Change.MessagePinned(var seq) -> about(MESSAGE_PINNED, seq);
      case Change.MessageUnpinned(var seq) -> about(MESSAGE_UNPINNED, seq);
      case Change.RoleGiven(var user, var role) ->
          new ChangeColumns(ROLE_GIVEN, null, user.value(), MembershipJson.of(role));
      case Change.ProfileChanged(var profile) ->
          new ChangeColumns(PROFILE_CHANGED, null, null, MembershipJson.of(profile));
      case Change.SettingsChanged(var settings) ->
          new ChangeColumns(SETTINGS_CHANGED, null, null, MembershipJson.of(settings));
    };
  }

  /// @param row the change's, for a kind that shows what the message says now
  Change.What what(ResultSet row, Instant now) throws SQLException {
    return switch (kind) {
      case MEMBER_ADDED -> new Change.MemberAdded(user(), message());
      case MEMBER_REMOVED -> new Change.MemberRemoved(user());
      case MESSAGE_EDITED -> edited(row, Rows.isOver(row, now));
      case MESSAGE_DELETED -> new Change.MessageDeleted(message());
      case MESSAGE_EXPIRED -> new Change.MessageExpired(message());
      case MESSAGE_HIDDEN -> new Change.MessageHidden(message());
      case REACTION_ADDED -> new Change.ReactionAdded(message(), emoji(), count());
      case REACTION_REMOVED -> new Change.ReactionRemoved(message(), emoji(), count());
      case MESSAGE_PINNED -> new Change.MessagePinned(message());
      case MESSAGE_UNPINNED -> new Change.MessageUnpinned(message());
      case ROLE_GIVEN -> new Change.RoleGiven(user(), MembershipJson.role(details));
      case PROFILE_CHANGED -> new Change.ProfileChanged(MembershipJson.profile(details));
      case SETTINGS_CHANGED -> new Change.SettingsChanged(MembershipJson.settings(details));
      default -> throw new SQLException("no such kind of change: " + kind);
    };
  }

  private Change.MessageEdited edited(ResultSet row, boolean isOver) throws SQLException {
    return new Change.MessageEdited(
        message(),
        isOver ? "" : row.getString("m_text"),
        isOver ? null : ContentColumns.content(0, row.getString("m_extras")).body(),
        Rows.time(row, "m_edited_at"));
  }

  private static ChangeColumns about(String kind, Seq seq) {
    return new ChangeColumns(kind, seq.value(), null, null);
  }

  private static String reaction(Emoji emoji, long count) {
    var json = JsonNodeFactory.instance.objectNode();
    return json.put("emoji", emoji.value()).put("count", count).toString();
  }

  private Emoji emoji() {
    return new Emoji(JsonMapper.shared().readTree(details).path("emoji").stringValue());
  }

  private long count() {
    return JsonMapper.shared().readTree(details).path("count").longValue();
  }

  private UserId user() throws SQLException {
    if (concerned == null) {
      throw new SQLException("a change of kind " + kind + " names no user");
    }
    return new UserId(concerned);
  }

  private Seq message() throws SQLException {
    if (seq == null) {
      throw new SQLException("a change of kind " + kind + " names no message");
    }
    return new Seq(seq);
  }
}
