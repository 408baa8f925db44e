package io.klatch.server.api;

import io.klatch.domain.chat.MemberResult;
import io.klatch.domain.chat.MembersResult;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import tools.jackson.databind.node.JsonNodeFactory;

/// The answer to each result of an operation on members. Pure functions.
final class MembershipReplies {
  private MembershipReplies() {}

  static Reply done(MemberResult result) {
    return switch (result) {
      case MemberResult.Done(var changes, var deduplicated) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        json.put("change_seq", changes.isEmpty() ? null : changes.getLast().number().value());
        json.put("deduplicated", deduplicated);
        yield new Ok(json, false);
      }
      case MemberResult.NotFound() -> Refusals.noSuchConversation();
      case MemberResult.NoSuchMember(var user) ->
          Refused.of(ErrorCode.NOT_FOUND, user + " is not in the conversation");
      case MemberResult.NotAllowed(var role) ->
          Refused.of(
              ErrorCode.FORBIDDEN,
              "your role in the conversation, " + role.wire() + ", does not allow it");
      case MemberResult.Direct() ->
          Refused.of(ErrorCode.FORBIDDEN, "a direct conversation stays as it is: make a group");
      case MemberResult.OfRoom() ->
          Refused.of(
              ErrorCode.FORBIDDEN, "who is in a room comes by room:join and goes by room:leave");
      case MemberResult.TooManyMembers(var members, var membersMax) ->
          Refused.of(
              ErrorCode.TOO_MANY_MEMBERS,
              "the conversation would have " + members + " members, at most " + membersMax);
      case MemberResult.TitleInvalid(var charactersMax) ->
          Refusals.badRequest(
              "title must be one visible line of at most " + charactersMax + " characters");
      case MemberResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "too many changes", retryAfter);
      case MemberResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Reply list(MembersResult result) {
    return switch (result) {
      case MembersResult.Found(var page) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        var list = json.putArray("members");
        for (var member : page.members()) {
          list.addObject().put("user_id", member.user().value()).put("role", member.role().wire());
        }
        json.put("has_more", page.hasMore());
        json.put("cursor", page.hasMore() ? page.members().getLast().user().value() : null);
        yield new Ok(json, false);
      }
      case MembersResult.NotFound() -> Refusals.noSuchConversation();
      case MembersResult.Unavailable() -> Refusals.unavailable();
    };
  }
}
