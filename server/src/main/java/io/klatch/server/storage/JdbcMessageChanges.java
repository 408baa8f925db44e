package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessageChanges;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Unfit;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.Text;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is done to messages, in SQL: each operation with its entry of the log in one transaction.
final class JdbcMessageChanges implements MessageChanges {
  private final Writer writer;
  private final Readers readers;

  JdbcMessageChanges(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public ChangeResult edit(MessageTarget target, MessageEdit edit) {
    return write(
        target,
        unlessBlocked(target, ifHeard(target, true, (batch, it) -> edit(batch, target, it, edit))));
  }

  @Override
  public ChangeResult delete(MessageTarget target) {
    return write(target, (batch, message) -> delete(batch, target, message));
  }

  @Override
  public ChangeResult hide(MessageTarget target) {
    return write(
        target,
        (batch, _) -> {
          var user = target.actor().user();
          return AmendedRows.hide(batch.statements(), target, user)
              ? done(batch, target, user, new Change.MessageHidden(target.seq()))
              : unchanged();
        });
  }

  @Override
  public ChangeResult react(MessageTarget target, Emoji emoji) {
    return write(
        target,
        unlessBlocked(
            target, ifHeard(target, false, (batch, it) -> react(batch, target, it, emoji))));
  }

  @Override
  public ChangeResult unreact(MessageTarget target, Emoji emoji) {
    return write(
        target,
        (batch, message) -> {
          var statements = batch.statements();
          if (!MarkRows.unreact(statements, target, emoji)) {
            return unchanged();
          }
          var left = MarkRows.count(statements, target, emoji);
          return done(
              batch,
              target,
              message.audience(),
              new Change.ReactionRemoved(target.seq(), emoji, left));
        });
  }

  @Override
  public ChangeResult pin(MessageTarget target) {
    return write(
        target,
        unlessBlocked(target, ifHeard(target, false, (batch, it) -> pin(batch, target, it))));
  }

  @Override
  public ChangeResult unpin(MessageTarget target) {
    return write(target, (batch, _) -> unpin(batch, target));
  }

  @Override
  public @Nullable List<Version> versions(UserKey reader, ConversationId conversation, Seq seq) {
    var key = new ConversationKey(reader.tenant(), conversation);
    return read(
        reader, key, statements -> AmendedRows.versions(statements, key, seq, reader.user()));
  }

  @Override
  public @Nullable List<Message> pins(UserKey reader, ConversationId conversation) {
    var key = new ConversationKey(reader.tenant(), conversation);
    return read(
        reader,
        key,
        statements ->
            MarkRows.marked(statements, key, reader.user(), MarkRows.pinned(statements, key)));
  }

  private <T> @Nullable T read(UserKey reader, ConversationKey key, Readers.Query<T> query) {
    var found =
        readers.read(
            "reading what was done to messages",
            statements ->
                new Found<>(
                    MemberRows.isMember(statements, key, reader.user())
                        ? query.run(statements)
                        : null));
    return found.value;
  }

  private ChangeResult write(MessageTarget target, Step step) {
    return writer.write(batch -> {
      var statements = batch.statements();
      var key = target.conversationKey();
      var user = target.actor().user();
      var earlier = ChangeRows.earlier(statements, key, user, target.op());
      if (earlier != null) {
        return new ChangeResult.Done(earlier, true);
      }
      if (!MemberRows.isMember(statements, key, user)) {
        var gate = RoomGate.find(statements, key, user, null, batch.now());
        var ban = gate == null ? null : gate.ban();
        return ban == null ? new ChangeResult.NotFound() : new ChangeResult.Restrained(ban);
      }
      var message = JdbcMessageStore.find(statements, key, target.seq());
      return message == null || !message.isFor(user)
          ? new ChangeResult.NoSuchMessage()
          : step.run(batch, message);
    });
  }

  /// What the other of a direct conversation would be shown of the actor.
  private static Step unlessBlocked(MessageTarget target, Step step) {
    return (batch, message) ->
        BlockRows.isBlocked(batch.statements(), target.conversationKey())
            ? new ChangeResult.Blocked()
            : step.run(batch, message);
  }

  /// What others would be shown of who may not speak in a room is refused; of who is shadow-banned
  /// there, nothing comes of it, and they are not told.
  ///
  /// @param speaks whether it says something, which who is muted may not
  private static Step ifHeard(MessageTarget target, boolean speaks, Step step) {
    return (batch, message) -> {
      var key = target.conversationKey();
      var user = target.actor().user();
      var role = StandingRows.role(batch.statements(), key, user);
      var gate = RoomGate.find(batch.statements(), key, user, role, batch.now());
      if (gate == null) {
        return step.run(batch, message);
      }
      var restraint = speaks ? gate.restraint() : gate.ban();
      if (restraint != null) {
        return new ChangeResult.Restrained(restraint);
      }
      return gate.isShadowed() && message.audience() == null
          ? unchanged()
          : step.run(batch, message);
    };
  }

  private static ChangeResult edit(
      Batch batch, MessageTarget target, Message message, MessageEdit edit) throws SQLException {
    if (message.marks().deleted()) {
      return new ChangeResult.NoSuchMessage();
    }
    if (!message.sender().equals(target.actor().user())) {
      return new ChangeResult.NotAllowed();
    }
    var text = edit.text(message);
    var body = edit.body(message);
    var files = message.content().attachments();
    if (body == null && files.isEmpty() && !Text.hasVisible(text)) {
      return new ChangeResult.TextUnfit(new Unfit.Empty());
    }
    if (message.text().equals(text) && Objects.equals(message.content().body(), body)) {
      return unchanged();
    }
    var statements = batch.statements();
    if (AmendedRows.edits(statements, target) >= ChatLimits.EDITS_MAX) {
      return new ChangeResult.TooMany("edits of the message", ChatLimits.EDITS_MAX);
    }
    AmendedRows.edit(statements, target, message, edit, batch.now());
    return done(
        batch,
        target,
        message.audience(),
        new Change.MessageEdited(target.seq(), text, body, batch.now()));
  }

  private static ChangeResult delete(Batch batch, MessageTarget target, Message message)
      throws SQLException {
    if (message.marks().deleted()) {
      return unchanged();
    }
    var user = target.actor().user();
    var statements = batch.statements();
    if (!message.sender().equals(user)
        && !MemberRows.moderates(statements, target.conversationKey(), user)) {
      return new ChangeResult.NotAllowed();
    }
    AmendedRows.delete(statements, target, batch.now());
    return done(batch, target, message.audience(), new Change.MessageDeleted(target.seq()));
  }

  private static ChangeResult react(Batch batch, MessageTarget target, Message message, Emoji emoji)
      throws SQLException {
    if (message.marks().deleted()) {
      return new ChangeResult.NoSuchMessage();
    }
    var statements = batch.statements();
    var count = MarkRows.count(statements, target, emoji);
    if (count == 0 && MarkRows.emojis(statements, target) >= ChatLimits.EMOJIS_MAX) {
      return new ChangeResult.TooMany("different reactions", ChatLimits.EMOJIS_MAX);
    }
    return MarkRows.react(statements, target, emoji, batch.now())
        ? done(
            batch,
            target,
            message.audience(),
            new Change.ReactionAdded(target.seq(), emoji, count + 1))
        : unchanged();
  }

  private static ChangeResult pin(Batch batch, MessageTarget target, Message message)
      throws SQLException {
    if (message.marks().deleted()) {
      return new ChangeResult.NoSuchMessage();
    }
    var statements = batch.statements();
    if (!mayPin(statements, target)) {
      return new ChangeResult.NotAllowed();
    }
    // What only one is shown is not pinned for all.
    if (MarkRows.isPinned(statements, target) || message.audience() != null) {
      return unchanged();
    }
    if (MarkRows.pins(statements, target.conversationKey()) >= ChatLimits.PINS_MAX) {
      return new ChangeResult.TooMany("pinned messages", ChatLimits.PINS_MAX);
    }
    MarkRows.pin(statements, target, batch.now());
    return done(batch, target, new Change.MessagePinned(target.seq()));
  }

  private static ChangeResult unpin(Batch batch, MessageTarget target) throws SQLException {
    if (!mayPin(batch.statements(), target)) {
      return new ChangeResult.NotAllowed();
    }
    return MarkRows.unpin(batch.statements(), target)
        ? done(batch, target, new Change.MessageUnpinned(target.seq()))
        : unchanged();
  }

  private static boolean mayPin(Statements statements, MessageTarget target) throws SQLException {
    return MemberRows.mayPin(statements, target.conversationKey(), target.actor().user());
  }

  private static ChangeResult unchanged() {
    return new ChangeResult.Done(null, false);
  }

  private static ChangeResult done(Batch batch, MessageTarget target, Change.What what)
      throws SQLException {
    return done(batch, target, null, what);
  }

  private static ChangeResult done(
      Batch batch, MessageTarget target, @Nullable UserId audience, Change.What what)
      throws SQLException {
    var event =
        ChangeRows.add(
            batch, target.conversationKey(), target.actor().user(), target.op(), audience, what);
    return new ChangeResult.Done(event.change(), false);
  }

  /// The actor is a member and the message is there, deleted perhaps.
  @FunctionalInterface
  private interface Step {
    ChangeResult run(Batch batch, Message message) throws SQLException;
  }

  private record Found<T>(@Nullable T value) {}
}
