package io.klatch.server.api;

import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.ChangesResult;
import io.klatch.domain.chat.Unfit;
import io.klatch.domain.chat.VersionsResult;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.ChangeJson;
import io.klatch.server.json.ContentJson;
import io.klatch.server.json.Times;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answer to each result of an operation on a message. Pure functions.
final class ChangeReplies {
  private ChangeReplies() {}

  static Reply changed(ChangeResult result) {
    return switch (result) {
      case ChangeResult.Done(var change, var deduplicated) -> {
        var json = ok();
        json.put("change_seq", change == null ? null : change.number().value());
        json.put("deduplicated", deduplicated);
        yield new Ok(json, false);
      }
      case ChangeResult.NotFound() -> Refusals.noSuchConversation();
      case ChangeResult.NoSuchMessage() -> noSuchMessage();
      case ChangeResult.NotAllowed() ->
          Refused.of(ErrorCode.FORBIDDEN, "this is for the author of the message or a moderator");
      case ChangeResult.Filtered(var what) -> Refused.of(ErrorCode.FILTERED, what);
      case ChangeResult.Restrained(var why) -> Refusals.restrained(why);
      case ChangeResult.Blocked() -> Refusals.cannotSend();
      case ChangeResult.TooMany(var what, var max) ->
          Refused.of(ErrorCode.LIMIT_REACHED, "there are " + max + " " + what + ", at most " + max);
      case ChangeResult.Rejected(var reason, var message) ->
          new Refused(ErrorCode.REJECTED_BY_HOOK, message, null, reason);
      case ChangeResult.TextUnfit(var why) -> unfit(why);
      case ChangeResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "sending too fast", retryAfter);
      case ChangeResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Refused unfit(Unfit why) {
    return switch (why) {
      case Unfit.Empty() -> Refused.of(ErrorCode.TEXT_EMPTY, "text must have a visible character");
      case Unfit.TooLong(var bytes, var bytesMax) ->
          Refused.of(
              ErrorCode.TEXT_TOO_LONG,
              "text has " + bytes + " bytes of UTF-8, at most " + bytesMax);
      case Unfit.Malformed() -> Refusals.badRequest("text must not hold a lone surrogate or a NUL");
    };
  }

  static Reply page(ChangesResult result) {
    return switch (result) {
      case ChangesResult.Found(var page) -> {
        var json = ok();
        var list = json.putArray("changes");
        page.changes().forEach(each -> list.add(ChangeJson.entry(each)));
        json.put("has_more", page.hasMore());
        yield new Ok(json, false);
      }
      case ChangesResult.NotFound() -> Refusals.noSuchConversation();
      case ChangesResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Reply versions(VersionsResult result) {
    return switch (result) {
      case VersionsResult.Found(var versions) -> {
        var json = ok();
        var list = json.putArray("versions");
        versions.forEach(each -> {
          var version = list.addObject().put("text", each.text());
          version.set("body", ContentJson.body(each.body()));
          version.put("at", Times.wire(each.at()));
        });
        yield new Ok(json, false);
      }
      case VersionsResult.NotFound() -> Refusals.noSuchConversation();
      case VersionsResult.NoSuchMessage() -> noSuchMessage();
      case VersionsResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Refused noSuchMessage() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such message in the conversation");
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
