package io.klatch.server.api;

import io.klatch.domain.chat.AroundResult;
import io.klatch.domain.chat.CreateResult;
import io.klatch.domain.chat.FindResult;
import io.klatch.domain.chat.HistoryResult;
import io.klatch.domain.chat.ListResult;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.SendResult;
import io.klatch.domain.chat.SyncResult;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.ConversationJson;
import io.klatch.server.json.Dialect;
import io.klatch.server.json.Times;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answer to each result of the domain. Pure functions; the compiler sees that none is
/// forgotten.
final class Replies {
  private Replies() {}

  static Reply created(CreateResult result) {
    return switch (result) {
      case CreateResult.Opened(var conversation, var created) -> {
        var json = ok();
        json.setAll(ConversationJson.canonical(conversation));
        json.put("created", created);
        yield new Ok(json, created);
      }
      case CreateResult.NotAPair() ->
          Refusals.badRequest(
              "member_ids of a direct conversation must name exactly one other user");
      case CreateResult.Blocked() ->
          Refused.of(ErrorCode.FORBIDDEN, "you cannot open a conversation with this user");
      case CreateResult.TooManyMembers(var members, var membersMax) ->
          Refused.of(
              ErrorCode.TOO_MANY_MEMBERS,
              "the conversation would have " + members + " members, at most " + membersMax);
      case CreateResult.TitleOnDirect() ->
          Refusals.badRequest("title must be absent from a direct conversation");
      case CreateResult.TitleInvalid(var charactersMax) ->
          Refusals.badRequest(
              "title must be one visible line of at most " + charactersMax + " characters");
      case CreateResult.RateLimited(var retryAfter) -> Refusals.tooManyConversations(retryAfter);
      case CreateResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Reply found(FindResult result) {
    return switch (result) {
      case FindResult.Found(var conversation) -> {
        var json = ok();
        json.setAll(ConversationJson.canonical(conversation));
        yield new Ok(json, false);
      }
      case FindResult.NotFound() -> Refusals.noSuchConversation();
      case FindResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Reply listed(ListResult result) {
    return switch (result) {
      case ListResult.Page(var conversations, var next) -> {
        var json = ok();
        var list = json.putArray("conversations");
        conversations.forEach(each -> list.add(ConversationJson.canonical(each)));
        json.put("has_more", next != null);
        json.put("cursor", next == null ? null : next.wire());
        yield new Ok(json, false);
      }
      case ListResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Reply sent(SendResult result) {
    return switch (result) {
      case SendResult.Stored(var message, var persistedAt, var deduplicated) ->
          stored(message, persistedAt, deduplicated);
      case SendResult.NotFound() -> Refusals.noSuchConversation();
      case SendResult.MayNotPost() ->
          Refused.of(
              ErrorCode.FORBIDDEN,
              "in a broadcast conversation owners, admins and moderators write");
      case SendResult.Withdrawn() -> noSuchScheduled();
      case SendResult.Blocked() -> Refusals.cannotSend();
      case SendResult.NoSuchMessage() -> ChangeReplies.noSuchMessage();
      case SendResult.MayNotCallAll() ->
          Refused.of(ErrorCode.FORBIDDEN, "to mention @all or @here is for moderators");
      case SendResult.NoSuchAttachment() ->
          Refused.of(ErrorCode.NOT_FOUND, "attachments has one that is not there, or not yours");
      case SendResult.Rejected(var reason, var message) ->
          new Refused(ErrorCode.REJECTED_BY_HOOK, message, null, reason);
      case SendResult.TextUnfit(var why) -> ChangeReplies.unfit(why);
      case SendResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "sending too fast", retryAfter);
      case SendResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Ok stored(Message message, Instant persistedAt, boolean deduplicated) {
    var json = ok();
    json.put("message_id", message.id().value());
    json.put("conversation_id", message.conversation().value());
    json.put("seq", message.seq().value());
    json.put("created_at", Times.wire(message.createdAt()));
    json.put("persisted_at", Times.wire(persistedAt));
    json.put("deduplicated", deduplicated);
    return new Ok(json, !deduplicated);
  }

  static Refused noSuchScheduled() {
    return Refused.of(
        ErrorCode.NOT_FOUND,
        "no such scheduled message: it was sent or cancelled, or is not yours");
  }

  static Reply page(HistoryResult result) {
    return switch (result) {
      case HistoryResult.Found(var page) -> {
        var json = ok();
        var messages = json.putArray("messages");
        page.messages().forEach(each -> messages.add(Dialect.CANONICAL.message(each)));
        json.put("has_more", page.hasMore());
        var first = page.firstSeq();
        if (first != null) {
          json.put("first_seq", first.value());
        }
        yield new Ok(json, false);
      }
      case HistoryResult.NotFound() -> Refusals.noSuchConversation();
      case HistoryResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Reply around(AroundResult result) {
    return switch (result) {
      case AroundResult.Found(var found, var hasMoreBefore, var hasMoreAfter) -> {
        var json = ok();
        var messages = json.putArray("messages");
        found.forEach(each -> messages.add(Dialect.CANONICAL.message(each)));
        json.put("has_more_before", hasMoreBefore);
        json.put("has_more_after", hasMoreAfter);
        yield new Ok(json, false);
      }
      case AroundResult.NotFound() -> Refusals.noSuchConversation();
      case AroundResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Reply heads(SyncResult result) {
    return switch (result) {
      case SyncResult.Page(var heads, var next) -> {
        var json = ok();
        var list = json.putArray("conversations");
        heads.forEach(each -> list.add(ConversationJson.head(each)));
        json.put("has_more", next != null);
        json.put("cursor", next == null ? null : SyncCursor.wire(next));
        yield new Ok(json, false);
      }
      case SyncResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
