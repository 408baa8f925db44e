package io.klatch.server.json;

import io.klatch.domain.safety.Report;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reports as those who review them see them.
public final class ReportJson {
  private ReportJson() {}

  /// The report object of docs/protocol.md.
  public static ObjectNode of(Report report) {
    var json = JsonNodeFactory.instance.objectNode();
    var message = report.message();
    var conversation = report.conversation();
    json.put("report_id", report.id().value());
    json.put("kind", message == null ? "user" : "message");
    json.put("reporter_id", report.reporter().value());
    json.put("reported_id", report.reported().value());
    json.put("conversation_id", conversation == null ? null : conversation.value());
    json.set(
        "message",
        message == null ? JsonNodeFactory.instance.nullNode() : Dialect.CANONICAL.message(message));
    json.put("reason", report.reason());
    json.put("comment", report.comment());
    json.put("created_at", Times.wire(report.createdAt()));
    var review = report.review();
    var at = review.at();
    json.put("state", review.state().wire());
    json.put("resolver", review.resolver());
    json.put("note", review.note());
    return json.put("reviewed_at", at == null ? null : Times.wire(at));
  }
}
