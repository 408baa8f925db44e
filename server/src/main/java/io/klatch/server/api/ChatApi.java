package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.ConversationCursor;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.Conversations;
import io.klatch.domain.chat.CreateConversation;
import io.klatch.domain.chat.FindResult;
import io.klatch.domain.chat.History;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.ListResult;
import io.klatch.domain.chat.Posting;
import io.klatch.domain.chat.ReadAround;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.Sync;
import io.klatch.domain.chat.Timing;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.api.Payload.Malformed;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Each canonical command: a client's payload to a command record, its result to the client's
/// answer.
///
/// All block; call on a virtual thread. None throws for anything a client can send.
public final class ChatApi {
  /// Beyond what `chat.members-max` can be set to; the use case checks the configured number.
  private static final int MEMBER_IDS_MAX = 10_000;

  private final Conversations conversations;
  private final Posting posting;
  private final Later later;
  private final History history;
  private final Sync sync;
  private final List<OwnView> own;
  private final PostMeter posts;

  /// @param own what `me` is made of
  public ChatApi(
      Conversations conversations,
      Posting posting,
      Later later,
      History history,
      Sync sync,
      List<OwnView> own,
      MeterRegistry meters) {
    this.conversations = conversations;
    this.posting = posting;
    this.later = later;
    this.history = history;
    this.sync = sync;
    this.own = List.copyOf(own);
    this.posts = new PostMeter(meters);
  }

  /// `conversation:create {type, member_ids, title?}`
  public Reply create(Identity caller, @Nullable JsonNode payload) {
    return read(
        payload,
        fields ->
            withOwn(
                caller,
                Replies.created(
                    conversations.create(
                        new CreateConversation(
                            caller.key(),
                            type(fields),
                            members(fields),
                            fields.textOrNull("title"))))));
  }

  /// `conversation:get {conversation_id}`
  public Reply get(Identity caller, @Nullable JsonNode payload) {
    return read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          return withOwn(
              caller,
              Replies.found(
                  id == null ? new FindResult.NotFound() : conversations.find(caller.key(), id)));
        });
  }

  /// `conversation:list {limit?, cursor?}`
  public Reply list(Identity caller, @Nullable JsonNode payload) {
    return read(
        payload,
        fields -> {
          var wire = fields.textOrNull("cursor");
          var cursor = wire == null ? null : ConversationCursor.parse(wire);
          if (wire != null && cursor == null) {
            return Refusals.badRequest("cursor must be one that conversation:list gave");
          }
          ListResult result = conversations.list(caller.key(), limit(fields), cursor);
          return withOwn(caller, Replies.listed(result));
        });
  }

  /// `message:send {conversation_id, text, client_msg_id?, reply_to?, thread?, mentions?, body?,
  /// attachments?, expires_in_s?, send_at?}`
  public Reply send(Identity caller, @Nullable JsonNode payload) {
    var scheduled = later.send(caller, payload);
    return scheduled == null ? send(caller, payload, SendFields.CANONICAL) : scheduled;
  }

  /// The same under the field names of another dialect.
  public Reply send(Identity caller, @Nullable JsonNode payload, SendFields names) {
    return posts.counting(() -> read(payload, fields -> send(caller, fields, names)));
  }

  private Reply send(Identity caller, Payload fields, SendFields names) {
    var id = fields.conversation(names.conversation());
    var canonical = names.equals(SendFields.CANONICAL);
    var content = canonical ? ContentFields.read(fields) : Content.NONE;
    var files = canonical ? ContentFields.attachments(fields) : List.<AttachmentId>of();
    var expiresIn = canonical ? ContentFields.expiresIn(fields, "expires_in_s") : null;
    var mayBeWordless = content.body() != null || !files.isEmpty();
    var text = mayBeWordless && !fields.has("text") ? "" : fields.text("text");
    var clientId = clientMessageId(fields, names.clientMessageId());
    return id == null
        ? Refusals.noSuchConversation()
        : Replies.sent(
            posting.send(
                new SendMessage(
                    caller.key(), id, text, clientId, content, files, Timing.expiring(expiresIn))));
  }

  /// `message:history {conversation_id, before_seq?, after_seq?, around_seq?, limit?}`
  public Reply history(Identity caller, @Nullable JsonNode payload) {
    return read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var range = range(fields);
          var around = fields.wholeOrNull("around_seq", 0, Long.MAX_VALUE - 1);
          var limit = limit(fields);
          if (around != null && !(range instanceof HistoryRange.Newest)) {
            throw new Malformed("give one of before_seq, after_seq and around_seq");
          }
          if (id == null) {
            return Refusals.noSuchConversation();
          }
          return around == null
              ? Replies.page(history.read(new ReadHistory(caller.key(), id, range, limit)))
              : Replies.around(
                  history.around(new ReadAround(caller.key(), id, new Seq(around), limit)));
        });
  }

  /// `sync:get {cursor?}`
  public Reply sync(Identity caller, @Nullable JsonNode payload) {
    return read(
        payload,
        fields -> {
          var cursor = fields.textOrNull("cursor");
          return Replies.heads(
              sync.read(caller.key(), cursor == null ? null : SyncCursor.parse(cursor)));
        });
  }

  /// With `me` in each conversation of the answer.
  private Reply withOwn(Identity caller, Reply reply) {
    if (!(reply instanceof Reply.Ok(var json, _))) {
      return reply;
    }
    var shown = new HashMap<ConversationId, ObjectNode>();
    for (var node : json.has("conversations") ? json.get("conversations") : List.of(json)) {
      if (node instanceof ObjectNode conversation) {
        var id = new ConversationId(conversation.get("conversation_id").stringValue());
        shown.put(id, conversation.putObject("me"));
      }
    }
    for (var part : own) {
      var fields = part.of(caller.key(), List.copyOf(shown.keySet()));
      shown.forEach((id, me) -> {
        var those = fields.get(id);
        if (those != null) {
          me.setAll(those);
        }
      });
    }
    return reply;
  }

  static Reply read(@Nullable JsonNode payload, Function<Payload, Reply> command) {
    try {
      return command.apply(Payload.of(payload));
    } catch (Malformed e) {
      return Refusals.badRequest(e.getMessage());
    }
  }

  private static ConversationType type(Payload fields) {
    var text = fields.text("type");
    for (var type : ConversationType.values()) {
      if (type != ConversationType.ROOM && type.wire().equals(text)) {
        return type;
      }
    }
    throw new Malformed("type must be direct, group or broadcast");
  }

  private static Set<UserId> members(Payload fields) {
    var members = new LinkedHashSet<UserId>();
    for (var member : fields.texts("member_ids", MEMBER_IDS_MAX)) {
      try {
        members.add(new UserId(member));
      } catch (IllegalArgumentException e) {
        throw new Malformed("member_ids has an entry that is no user id: " + e.getMessage());
      }
    }
    return members;
  }

  static @Nullable ClientMessageId clientMessageId(Payload fields, String name) {
    var id = fields.textOrNull(name);
    if (id != null && !ClientMessageId.isValid(id)) {
      throw new Malformed(
          name + " must have 1 to " + ClientMessageId.CHARACTERS_MAX + " characters on one line");
    }
    return id == null ? null : new ClientMessageId(id);
  }

  static HistoryRange range(Payload fields) {
    var before = fields.wholeOrNull("before_seq", 0, Long.MAX_VALUE);
    var after = fields.wholeOrNull("after_seq", 0, Long.MAX_VALUE);
    if (before != null && after != null) {
      throw new Malformed("give before_seq or after_seq, not both");
    }
    if (before != null) {
      return new HistoryRange.Before(new Seq(before));
    }
    return after == null ? new HistoryRange.Newest() : new HistoryRange.After(new Seq(after));
  }

  static int limit(Payload fields) {
    var limit = fields.wholeOrNull("limit", 1, ChatLimits.PAGE_MAX);
    return limit == null ? ChatLimits.PAGE_DEFAULT : limit.intValue();
  }

  /// What an event nobody knows is answered.
  public static Reply unknownEvent(String name) {
    var shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
    return Reply.Refused.of(ErrorCode.UNKNOWN_EVENT, "no such event: " + shown);
  }
}
