package io.klatch.server.rest;

import io.klatch.domain.room.RoomActor;
import io.klatch.server.api.AuditApi;
import io.klatch.server.api.AuditApi.Export;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;
import io.klatch.server.json.AuditJson;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The audit trail of a room or a tenant: pages of JSON, or all of it as CSV, which is sent while
/// it is read.
public final class AuditRoutes {
  private static final List<String> FILTERS = List.of("actor", "target", "event", "from", "to");

  private final AuditApi audit;
  private final Callers callers;

  public AuditRoutes(AuditApi audit, Callers callers) {
    this.audit = audit;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get("/v1/audit", callers.staff(this::answer));
    router.get("/v1/rooms/{id}/audit", callers.staff(this::answer));
    router.get("/api/rooms/{id}/audit", callers.staff(this::answer));
  }

  private Response answer(RoomActor reader, Request request) {
    var payload = JsonNodeFactory.instance.objectNode();
    for (var name : FILTERS) {
      text(payload, request, name);
    }
    var room = request.variables().get("id");
    if (room != null) {
      Bodies.whole(payload, "room_id", room);
    }
    if (isCsv(request)) {
      return csv(audit.export(reader, payload), room);
    }
    text(payload, request, "before");
    var limit = request.query().get("limit");
    if (limit != null) {
      Bodies.whole(payload, "limit", limit);
    }
    return Answers.of(audit.page(reader, payload));
  }

  /// As it stands: a user's id may look like a number.
  private static void text(ObjectNode payload, Request request, String name) {
    var value = request.query().get(name);
    if (value != null) {
      payload.put(name, value);
    }
  }

  private static boolean isCsv(Request request) {
    var format = request.query().get("format");
    var accept = request.header("accept");
    return format == null
        ? accept != null && accept.toLowerCase(Locale.ROOT).contains("text/csv")
        : format.equals("csv");
  }

  private static Response csv(Export export, @Nullable String room) {
    return switch (export) {
      case Export.Refused(var refusal) -> Answers.of(refusal);
      case Export.Found(var pages) -> {
        Response.Source source =
            (_, _) ->
                new Pieces<>(AuditJson.csvHead(), pages, AuditJson::csv, Pieces.Closing.NOBODY);
        var file = room == null ? "audit.csv" : "audit-room-" + room + ".csv";
        yield Response.stream(AuditJson.CSV_TYPE, Response.Stream.toItsEnd(source))
            .with("Cache-Control", "no-store")
            .with("Content-Disposition", "attachment; filename=\"" + file + "\"");
      }
    };
  }
}
