package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What became different, as the columns of the table of changes. A new kind is a case in [#of] and
/// one in [#what]; a kind once written is never given another meaning.
///
/// @param seq the message it is about, or behind which it stands
/// @param concerned the user it is about
/// @param details JSON
record ChangeColumns(
    String kind, @Nullable Long seq, @Nullable String concerned, @Nullable String details) {
  private static final String MEMBER_ADDED = "member_added";
  private static final String MEMBER_REMOVED = "member_removed";

  static ChangeColumns of(Change.What what) {
    return switch (what) {
      case Change.MemberAdded(var user, var lastSeq) ->
          new ChangeColumns(MEMBER_ADDED, lastSeq.value(), user.value(), null);
      case Change.MemberRemoved(var user) ->
          new ChangeColumns(MEMBER_REMOVED, null, user.value(), null);
    };
  }

  Change.What what() throws SQLException {
    return switch (kind) {
      case MEMBER_ADDED -> new Change.MemberAdded(user(), message());
      case MEMBER_REMOVED -> new Change.MemberRemoved(user());
      default -> throw new SQLException("no such kind of change: " + kind);
    };
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
