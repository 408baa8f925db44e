package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Conversations;
import io.klatch.domain.chat.FindResult;
import io.klatch.domain.chat.History;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.HistoryResult;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.server.json.Dialect;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the other dialects ask in a way the canonical one does not: to join a conversation, and
/// history by `limit` and `skip`. All block; call on a virtual thread.
public final class DialectApi {
  private static final String ROOM = "chatRoomId";

  private final Conversations conversations;
  private final History history;

  public DialectApi(Conversations conversations, History history) {
    this.conversations = conversations;
    this.history = history;
  }

  /// `join_room {chatRoomId}`: the conversation, if the caller is in it.
  public Reply joinLinsta(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(payload, fields -> join(caller, fields, ROOM));
  }

  /// `joinRoom {conversationId}`, or the bare id.
  public Reply joinCamel(Identity caller, @Nullable JsonNode payload) {
    var field = SendFields.CAMEL.conversation();
    var object =
        payload != null && payload.isString()
            ? JsonNodeFactory.instance.objectNode().set(field, payload)
            : payload;
    return ChatApi.read(object, fields -> join(caller, fields, field));
  }

  /// `get_history {chatRoomId, limit?, skip?}`
  public LinstaPage history(Identity caller, @Nullable JsonNode payload) {
    try {
      return history(caller, Payload.of(payload));
    } catch (Payload.Malformed e) {
      return new LinstaPage(Refusals.badRequest(e.getMessage()), null);
    }
  }

  /// The canonical answer, and when it is a page, the `message_history` object too.
  public record LinstaPage(Reply reply, @Nullable ObjectNode messageHistory) {}

  private Reply join(Identity caller, Payload fields, String field) {
    var id = fields.conversation(field);
    return Replies.found(
        id == null ? new FindResult.NotFound() : conversations.find(caller.key(), id));
  }

  private LinstaPage history(Identity caller, Payload fields) {
    var id = fields.conversation(ROOM);
    var limit = number(fields, "limit", 1, ChatLimits.PAGE_MAX, ChatLimits.PAGE_DEFAULT);
    var skip = number(fields, "skip", 0, ChatLimits.SKIP_MAX, 0);
    if (id == null) {
      return new LinstaPage(Refusals.noSuchConversation(), null);
    }
    var result =
        history.read(new ReadHistory(caller.key(), id, new HistoryRange.Skip(skip), limit));
    if (!(result instanceof HistoryResult.Found(var page))) {
      return new LinstaPage(Replies.page(result), null);
    }
    var json = JsonNodeFactory.instance.objectNode().put(ROOM, id.value());
    var messages = json.putArray("messages");
    page.messages().forEach(message -> messages.add(Dialect.LINSTA.message(message)));
    json.put("limit", limit).put("skip", skip).put("hasMore", page.hasMore());
    return new LinstaPage(Replies.page(result), json);
  }

  private static int number(Payload fields, String field, int min, int max, int byDefault) {
    var number = fields.wholeOrNull(field, min, max);
    return number == null ? byDefault : number.intValue();
  }
}
