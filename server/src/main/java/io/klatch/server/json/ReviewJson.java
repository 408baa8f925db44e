package io.klatch.server.json;

import io.klatch.domain.review.Appeal;
import io.klatch.domain.review.ReviewItem;
import io.klatch.domain.review.ReviewStep;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What waits for a decision, as those who decide see it.
public final class ReviewJson {
  private ReviewJson() {}

  /// The review object of docs/protocol.md.
  public static ObjectNode of(ReviewItem item) {
    var json = JsonNodeFactory.instance.objectNode();
    var room = item.room();
    var review = item.review();
    var at = review.at();
    json.put("review_id", item.id());
    json.put("kind", item.kind().wire());
    json.put("room_id", room == null ? null : room.value());
    json.put("user_id", item.user().value());
    json.put("state", review.state().wire());
    json.put("handled_by", review.resolver());
    json.put("note", review.note());
    json.put("created_at", Times.wire(item.createdAt()));
    json.put("reviewed_at", at == null ? null : Times.wire(at));
    switch (item) {
      case ReviewItem.OfReport(var report, _) -> {
        json.set("report", ReportJson.of(report));
        json.putNull("appeal");
      }
      case ReviewItem.OfAppeal(var appeal) -> {
        json.putNull("report");
        json.set("appeal", appeal(appeal));
      }
    }
    return json;
  }

  /// `{state, by, note, at}`
  public static ObjectNode of(ReviewStep step) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("state", step.state().wire());
    json.put("by", step.by());
    json.put("note", step.note());
    return json.put("at", Times.wire(step.at()));
  }

  private static ObjectNode appeal(Appeal appeal) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("against", appeal.against().wire());
    json.put("all_rooms", appeal.allRooms());
    return json.put("text", appeal.text());
  }
}
