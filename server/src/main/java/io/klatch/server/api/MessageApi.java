package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.Changes;
import io.klatch.domain.chat.Editing;
import io.klatch.domain.chat.Marking;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.Seq;
import io.klatch.server.api.Payload.Malformed;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What can be done to messages that are there. All block; call on a virtual thread.
public final class MessageApi {
  private final Changes changes;
  private final Editing editing;
  private final Marking marking;

  public MessageApi(Changes changes, Editing editing, Marking marking) {
    this.changes = changes;
    this.editing = editing;
    this.marking = marking;
  }

  /// `message:changes {conversation_id, after_change_seq?, limit?}`
  public Reply changes(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var after = fields.wholeOrNull("after_change_seq", 0, Long.MAX_VALUE);
          var limit = ChatApi.limit(fields);
          return id == null
              ? Refusals.noSuchConversation()
              : ChangeReplies.page(
                  changes.read(caller.key(), id, new ChangeSeq(after == null ? 0 : after), limit));
        });
  }

  /// `message:edit {conversation_id, seq, text, body?, op_id?}`
  public Reply edit(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var target = target(caller, fields);
          var edit = edit(fields);
          return target == null
              ? Refusals.noSuchConversation()
              : ChangeReplies.changed(editing.edit(target, edit));
        });
  }

  /// `message:delete {conversation_id, seq, for, op_id?}`
  public Reply delete(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var target = target(caller, fields);
          var forAll = isForAll(fields);
          if (target == null) {
            return Refusals.noSuchConversation();
          }
          return ChangeReplies.changed(
              forAll ? editing.deleteForAll(target) : editing.deleteForMe(target));
        });
  }

  /// `message:versions {conversation_id, seq}`
  public Reply versions(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var target = target(caller, fields);
          return target == null
              ? Refusals.noSuchConversation()
              : ChangeReplies.versions(
                  editing.versions(caller.key(), target.conversation(), target.seq()));
        });
  }

  /// `message:react {conversation_id, seq, emoji, op_id?}`
  public Reply react(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var target = target(caller, fields);
          var emoji = emoji(fields);
          return target == null
              ? Refusals.noSuchConversation()
              : ChangeReplies.changed(marking.react(target, emoji));
        });
  }

  /// `message:unreact {conversation_id, seq, emoji, op_id?}`
  public Reply unreact(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var target = target(caller, fields);
          var emoji = emoji(fields);
          return target == null
              ? Refusals.noSuchConversation()
              : ChangeReplies.changed(marking.unreact(target, emoji));
        });
  }

  /// `message:pin {conversation_id, seq, op_id?}`
  public Reply pin(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(payload, fields -> change(caller, fields, marking::pin));
  }

  /// `message:unpin {conversation_id, seq, op_id?}`
  public Reply unpin(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(payload, fields -> change(caller, fields, marking::unpin));
  }

  /// `message:pins {conversation_id}`
  public Reply pins(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          return id == null
              ? Refusals.noSuchConversation()
              : Replies.page(marking.pins(caller.key(), id));
        });
  }

  private static Reply change(
      Identity caller, Payload fields, Function<MessageTarget, ChangeResult> operation) {
    var target = target(caller, fields);
    return target == null
        ? Refusals.noSuchConversation()
        : ChangeReplies.changed(operation.apply(target));
  }

  /// Null when there can be no such conversation.
  private static @Nullable MessageTarget target(Identity caller, Payload fields) {
    var id = fields.conversation("conversation_id");
    var seq = seq(fields);
    var op = op(fields);
    return id == null ? null : new MessageTarget(caller.key(), id, seq, op);
  }

  static Seq seq(Payload fields) {
    var seq = fields.wholeOrNull("seq", 1, Long.MAX_VALUE);
    if (seq == null) {
      throw new Malformed("seq must be a whole number from 1");
    }
    return new Seq(seq);
  }

  /// A body that is null is taken away; one that is not named stays.
  private static MessageEdit edit(Payload fields) {
    return fields.isGiven("body")
        ? new MessageEdit(
            fields.textOrNull("text"), new MessageEdit.Body(ContentFields.body(fields)))
        : MessageEdit.to(fields.text("text"));
  }

  private static @Nullable OpId op(Payload fields) {
    var op = fields.textOrNull("op_id");
    if (op != null && !OpId.isValid(op)) {
      throw new Malformed(
          "op_id must have 1 to " + OpId.CHARACTERS_MAX + " characters on one line");
    }
    return op == null ? null : new OpId(op);
  }

  private static Emoji emoji(Payload fields) {
    var emoji = fields.text("emoji");
    if (!Emoji.isValid(emoji)) {
      throw new Malformed(
          "emoji must have 1 to " + Emoji.BYTES_MAX + " bytes of UTF-8 on one line");
    }
    return new Emoji(emoji);
  }

  private static boolean isForAll(Payload fields) {
    return switch (fields.text("for")) {
      case "all" -> true;
      case "me" -> false;
      default -> throw new Malformed("for must be me or all");
    };
  }
}
