package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.safety.FileReport;
import io.klatch.domain.safety.FileReport.Target;
import io.klatch.domain.safety.ReportResult;
import io.klatch.domain.safety.Reporting;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What users report, as JSON. Blocks; call on a virtual thread.
public final class ReportApi {
  /// A message's id says where it stands. The number fits a long.
  private static final Pattern MESSAGE_ID = Pattern.compile("(.+)\\.([1-9][0-9]{0,17})");

  private final Reporting reporting;
  private final MeterRegistry meters;

  public ReportApi(Reporting reporting, MeterRegistry meters) {
    this.reporting = reporting;
    this.meters = meters;
  }

  /// `message:report {message_id, reason, comment?}`
  public Reply message(Identity caller, @Nullable JsonNode payload) {
    return counted(
        "message",
        ChatApi.read(payload, fields -> file(caller, fields, message(fields.text("message_id")))));
  }

  /// `user:report {user_id, conversation_id?, reason, comment?}`
  public Reply user(Identity caller, @Nullable JsonNode payload) {
    return counted("user", ChatApi.read(payload, fields -> file(caller, fields, user(fields))));
  }

  private Reply file(Identity caller, Payload fields, @Nullable Target target) {
    var reason = fields.text("reason");
    var comment = fields.textOrNull("comment");
    return target == null
        ? Refusals.noSuchMessage()
        : replied(reporting.file(new FileReport(caller.key(), target, reason, comment)));
  }

  /// Null when no message can have this id.
  private static @Nullable Target message(String id) {
    var match = MESSAGE_ID.matcher(id);
    return match.matches() && ConversationId.isValid(match.group(1))
        ? new FileReport.OfMessage(
            new ConversationId(match.group(1)), new Seq(Long.parseLong(match.group(2))))
        : null;
  }

  private static Target user(Payload fields) {
    var user = BlockApi.user(fields, "user_id");
    var id = fields.has("conversation_id") ? fields.conversation("conversation_id") : null;
    return new FileReport.OfUser(user, id);
  }

  private Reply counted(String kind, Reply reply) {
    var result =
        switch (reply) {
          case Ok(_, var made) -> made ? "filed" : "deduplicated";
          case Refused refused -> refused.code().wire();
        };
    meters.counter("klatch.reports", "kind", kind, "result", result).increment();
    return reply;
  }

  private static Reply replied(ReportResult result) {
    return switch (result) {
      case ReportResult.Filed(var id, var deduplicated) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        json.put("report_id", id.value());
        yield new Ok(json.put("deduplicated", deduplicated), !deduplicated);
      }
      case ReportResult.NoSuchMessage() -> Refusals.noSuchMessage();
      case ReportResult.NoSuchUser() ->
          Refused.of(ErrorCode.NOT_FOUND, "no such user in a conversation you are in");
      case ReportResult.Oneself() ->
          Refusals.badRequest("user_id must name somebody else than the caller");
      case ReportResult.ReasonUnfit(var max) ->
          Refusals.badRequest("reason must be one visible line of at most " + max + " characters");
      case ReportResult.CommentUnfit(var max) ->
          Refusals.badRequest("comment must have at most %,d characters".formatted(max));
      case ReportResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "too many reports", retryAfter);
      case ReportResult.Unavailable() -> Refusals.unavailable();
    };
  }
}
