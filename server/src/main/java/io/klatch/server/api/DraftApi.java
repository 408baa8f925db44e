package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.draft.Draft;
import io.klatch.domain.draft.DraftListener;
import io.klatch.domain.draft.DraftResult;
import io.klatch.domain.draft.Drafts;
import io.klatch.domain.draft.DraftsResult;
import io.klatch.domain.draft.Writing;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.Seq;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.DraftJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What users have begun to write, as JSON. All block; call on a virtual thread.
public final class DraftApi {
  private final Drafts drafts;
  private final MeterRegistry meters;

  public DraftApi(Drafts drafts, MeterRegistry meters) {
    this.drafts = drafts;
    this.meters = meters;
  }

  /// `draft:set {conversation_id, text?, body?, reply_to?, thread?}`
  ///
  /// @param listener hears of it if it changed something
  public Reply set(Identity caller, @Nullable JsonNode payload, DraftListener listener) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var writing = writing(fields);
          return id == null
              ? Refusals.noSuchConversation()
              : kept(caller, drafts.set(caller.key(), id, writing), listener);
        });
  }

  /// `draft:list {limit?, cursor?}`
  public Reply list(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var after = cursor(fields);
          return listed(drafts.list(caller.key(), ChatApi.limit(fields), after));
        });
  }

  private Reply kept(Identity caller, DraftResult result, DraftListener listener) {
    var reply = reply(result);
    if (result instanceof DraftResult.Kept(var draft, var changed) && changed) {
      listener.changed(caller.key(), draft);
    }
    meters.counter("klatch.drafts", "result", label(result, reply)).increment();
    return reply;
  }

  private static Reply reply(DraftResult result) {
    return switch (result) {
      case DraftResult.Kept(var draft, _) -> {
        var json = ok();
        json.setAll(DraftJson.of(draft));
        yield new Ok(json, false);
      }
      case DraftResult.NotFound() -> Refusals.noSuchConversation();
      case DraftResult.Malformed() ->
          Refusals.badRequest("text and body must not hold a lone surrogate or a NUL");
      case DraftResult.TooLong(var bytes, var bytesMax) ->
          Refused.of(
              ErrorCode.TEXT_TOO_LONG,
              "text and body have " + bytes + " bytes of UTF-8, a draft at most " + bytesMax);
      case DraftResult.TooMany(var max) ->
          Refused.of(
              ErrorCode.LIMIT_REACHED, "you have " + max + " drafts, at most " + max + ": end one");
      case DraftResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "drafts set too often", retryAfter);
      case DraftResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static String label(DraftResult result, Reply reply) {
    if (reply instanceof Refused refused) {
      return refused.code().wire();
    }
    return !(result instanceof DraftResult.Kept(var draft, var changed) && changed)
        ? "unchanged"
        : draft.writing() == null ? "ended" : "kept";
  }

  private static Reply listed(DraftsResult result) {
    return switch (result) {
      case DraftsResult.Found(var found, var hasMore) -> {
        var json = ok();
        var list = json.putArray("drafts");
        found.forEach(each -> list.add(DraftJson.of(each)));
        json.put("has_more", hasMore);
        json.put("cursor", hasMore ? last(found).value() : null);
        yield new Ok(json, false);
      }
      case DraftsResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static ConversationId last(List<Draft> drafts) {
    return drafts.getLast().conversation();
  }

  private static Writing writing(Payload fields) {
    var text = fields.textOrNull("text");
    var body = fields.objectOrNull("body");
    return new Writing(
        text == null ? "" : text,
        body == null ? null : body.toString(),
        seq(fields, "reply_to"),
        seq(fields, "thread"));
  }

  private static @Nullable Seq seq(Payload fields, String name) {
    var seq = fields.wholeOrNull(name, 1, Long.MAX_VALUE);
    return seq == null ? null : new Seq(seq);
  }

  private static @Nullable ConversationId cursor(Payload fields) {
    var cursor = fields.textOrNull("cursor");
    if (cursor != null && !ConversationId.isValid(cursor)) {
      throw new Malformed("cursor must be one that draft:list gave");
    }
    return cursor == null ? null : new ConversationId(cursor);
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
