package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.ConversationCursor;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.Conversations;
import io.klatch.domain.chat.CreateConversation;
import io.klatch.domain.chat.CreateResult;
import io.klatch.domain.chat.History;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.HistoryResult;
import io.klatch.domain.chat.ListResult;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.api.Refusals;
import io.klatch.server.api.Reply;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;
import io.klatch.server.json.ConversationJson;
import io.klatch.server.json.Dialect;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/api/chat/*`: the routes of the Linsta source system, with its names and bare arrays.
public final class LinstaRoutes {
  /// Its list of rooms has no pages; we stop here.
  private static final int ROOMS_MAX = 1_000;

  private final Conversations conversations;
  private final History history;
  private final Callers callers;

  public LinstaRoutes(Conversations conversations, History history, Callers callers) {
    this.conversations = conversations;
    this.history = history;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.post("/api/chat/rooms", callers.only(this::open));
    router.get("/api/chat/rooms", callers.only(this::rooms));
    router.get("/api/chat/messages/{id}", callers.only(this::messages));
  }

  private Response open(Identity caller, Request request) {
    var body = Bodies.object(request);
    var other = body == null ? null : otherUser(body);
    if (other == null) {
      return refused(Refusals.badRequest("otherUserId must be a user id"));
    }
    var result =
        conversations.create(
            new CreateConversation(caller.key(), ConversationType.DIRECT, Set.of(other), null));
    return switch (result) {
      case CreateResult.Opened(var conversation, var created) ->
          Answers.json(created ? 201 : 200, ConversationJson.linstaRoom(conversation));
      case CreateResult.RateLimited(var retryAfter) ->
          refused(Refusals.tooManyConversations(retryAfter));
      case CreateResult.Unavailable() -> refused(Refusals.unavailable());
      case CreateResult.Blocked() ->
          refused(Reply.Refused.of(ErrorCode.FORBIDDEN, "you cannot open a room with this user"));
      case CreateResult.NotAPair(),
          CreateResult.TooManyMembers(_, _),
          CreateResult.TitleOnDirect(),
          CreateResult.TitleInvalid(_) ->
          refused(Refusals.badRequest("otherUserId must name another user"));
    };
  }

  private static @Nullable UserId otherUser(ObjectNode body) {
    var node = body.get("otherUserId");
    try {
      return node != null && node.isString() ? new UserId(node.stringValue()) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Response rooms(Identity caller, Request request) {
    var rooms = JsonNodeFactory.instance.arrayNode();
    ConversationCursor cursor = null;
    do {
      switch (conversations.list(caller.key(), ChatLimits.PAGE_MAX, cursor)) {
        case ListResult.Page(var page, var next) -> {
          page.forEach(each -> rooms.add(room(each)));
          cursor = next;
        }
        case ListResult.Unavailable() -> {
          return refused(Refusals.unavailable());
        }
      }
    } while (cursor != null && rooms.size() < ROOMS_MAX);
    return Answers.json(200, rooms);
  }

  private static ObjectNode room(Conversation conversation) {
    var json = ConversationJson.linstaRoom(conversation);
    var last = conversation.lastMessage();
    if (last == null) {
      json.putNull("lastMessage");
    } else {
      json.set("lastMessage", Dialect.LINSTA.message(last));
    }
    return json;
  }

  private Response messages(Identity caller, Request request) {
    var limit = number(request, "limit", ChatLimits.PAGE_DEFAULT, 1, ChatLimits.PAGE_MAX);
    var skip = number(request, "skip", 0, 0, ChatLimits.SKIP_MAX);
    if (limit == null) {
      return refused(Refusals.badRequest("limit must be a whole number from 1 to 100"));
    }
    if (skip == null) {
      return refused(Refusals.badRequest("skip must be a whole number from 0 to 10000"));
    }
    var id = request.variable("id");
    if (!ConversationId.isValid(id)) {
      return refused(Refusals.noSuchConversation());
    }
    var query =
        new ReadHistory(caller.key(), new ConversationId(id), new HistoryRange.Skip(skip), limit);
    return switch (history.read(query)) {
      case HistoryResult.Found(var page) -> {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        page.messages().forEach(each -> messages.add(Dialect.LINSTA.message(each)));
        yield Answers.json(200, messages);
      }
      case HistoryResult.NotFound() -> refused(Refusals.noSuchConversation());
      case HistoryResult.Unavailable() -> refused(Refusals.unavailable());
    };
  }

  /// Null when it is given and no whole number in the range.
  private static @Nullable Integer number(
      Request request, String name, int byDefault, int min, int max) {
    var text = request.query().get(name);
    if (text == null) {
      return byDefault;
    }
    try {
      var number = Integer.parseInt(text);
      return min <= number && number <= max ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Response refused(Reply reply) {
    return Answers.of(reply);
  }
}
