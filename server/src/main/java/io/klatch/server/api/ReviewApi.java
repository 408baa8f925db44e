package io.klatch.server.api;

import io.klatch.domain.account.BackEnd;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.Text;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.safety.Report.Review;
import io.klatch.domain.safety.ReportId;
import io.klatch.domain.safety.ReportPage;
import io.klatch.domain.safety.Reporting;
import io.klatch.domain.safety.ReportsResult;
import io.klatch.domain.safety.ReviewState;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.ReportJson;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reports as a tenant's back end lists and decides them. Blocks; call on a virtual thread.
public final class ReviewApi {
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,15})_([0-9a-z]{1,64})");

  private final Reporting reporting;

  public ReviewApi(Reporting reporting) {
    this.reporting = reporting;
  }

  /// `{state?, limit?, cursor?}`: oldest first.
  public Reply list(TenantId tenant, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var state = fields.has("state") ? state(fields) : null;
          var limit = ChatApi.limit(fields);
          return replied(reporting.list(tenant, state, cursor(fields), limit));
        });
  }

  public Reply get(TenantId tenant, String id) {
    return replied(reporting.find(tenant, new ReportId(id)));
  }

  /// `{state?, resolver?, note?}`: what is not given stays as it is. Who decides is the user the
  /// back end acts as, unless it says otherwise.
  public Reply review(BackEnd caller, String id, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields ->
            replied(reporting.review(caller.tenant(), new ReportId(id), change(caller, fields))));
  }

  private static UnaryOperator<Review> change(BackEnd caller, Payload fields) {
    var state = fields.has("state") ? state(fields) : null;
    var resolver = resolver(caller, fields);
    var note = fields.textOrNull("note");
    if (note != null
        && (!Text.isStorable(note) || Text.characters(note) > Reporting.NOTE_CHARACTERS_MAX)) {
      throw new Malformed(
          "note must have at most %,d characters".formatted(Reporting.NOTE_CHARACTERS_MAX));
    }
    var noteGiven = fields.isGiven("note");
    return before ->
        new Review(
            state == null ? before.state() : state,
            resolver == null ? before.resolver() : resolver,
            noteGiven ? note : before.note(),
            before.at());
  }

  private static @Nullable String resolver(BackEnd caller, Payload fields) {
    if (fields.has("resolver")) {
      return BlockApi.user(fields, "resolver").value();
    }
    UserId actingAs = caller.actingAs();
    return actingAs == null ? null : actingAs.value();
  }

  static ReviewState state(Payload fields) {
    var state = ReviewState.parse(fields.text("state"));
    if (state == null) {
      throw new Malformed("state must be open, in_review, resolved or rejected");
    }
    return state;
  }

  private static ReportPage.@Nullable Cursor cursor(Payload fields) {
    var wire = fields.textOrNull("cursor");
    if (wire == null) {
      return null;
    }
    var match = CURSOR.matcher(wire);
    if (!match.matches()) {
      throw new Malformed("cursor must be one that a list of reports gave");
    }
    return new ReportPage.Cursor(
        Instant.ofEpochMilli(Long.parseLong(match.group(1))), new ReportId(match.group(2)));
  }

  private static Reply replied(ReportsResult result) {
    return switch (result) {
      case ReportsResult.Page(var page) -> {
        var json = ok();
        var list = json.putArray("reports");
        page.reports().forEach(each -> list.add(ReportJson.of(each)));
        json.put("has_more", page.hasMore());
        json.put("cursor", page.hasMore() ? cursor(page) : null);
        yield new Ok(json, false);
      }
      case ReportsResult.Found(var report) -> {
        var json = ok();
        json.setAll(ReportJson.of(report));
        yield new Ok(json, false);
      }
      case ReportsResult.NotFound() -> Refused.of(ErrorCode.NOT_FOUND, "no such report");
      case ReportsResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static String cursor(ReportPage page) {
    var last = page.reports().getLast();
    return last.createdAt().toEpochMilli() + "_" + last.id();
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
