package io.klatch.server.json;

import io.klatch.domain.kernel.Seq;
import io.klatch.domain.schedule.ScheduleListener.Status;
import io.klatch.domain.schedule.Scheduled;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Scheduled messages as their senders see them.
public final class ScheduledJson {
  private ScheduledJson() {}

  /// As it waits, or failed.
  public static ObjectNode of(Scheduled scheduled) {
    return of(scheduled, scheduled.failure() == null ? Status.PENDING : Status.FAILED, null);
  }

  /// `{scheduled_id, conversation_id, status, send_at, created_at, text, seq?, failure?}` and what
  /// a message has beside its text.
  public static ObjectNode of(Scheduled scheduled, Status status, @Nullable Seq seq) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("scheduled_id", scheduled.id().value());
    json.put("conversation_id", scheduled.conversation().value());
    json.put("status", status.wire());
    json.put("send_at", Times.wire(scheduled.sendAt()));
    json.put("created_at", Times.wire(scheduled.createdAt()));
    json.put("text", scheduled.text());
    ContentJson.addContent(json, scheduled.content());
    var expiresIn = scheduled.expiresIn();
    if (expiresIn != null) {
      json.put("expires_in_s", expiresIn.toSeconds());
    }
    if (seq != null) {
      json.put("seq", seq.value());
    }
    var failure = scheduled.failure();
    if (failure != null) {
      json.put("failure", failure.wire());
    }
    return json;
  }
}
