package io.klatch.server.rest;

import io.klatch.domain.account.BackEnd;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.server.api.ExportApi;
import io.klatch.server.api.ExportApi.Export;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// All there is of a conversation or a user, as newline-delimited JSON, for a tenant's back end.
public final class ExportRoutes {
  /// Of a tenant at one time: there is room for other answers that take long.
  public static final int AT_ONE_TIME_MAX = 4;

  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final String TYPE = "application/x-ndjson; charset=utf-8";

  private final ExportApi exports;
  private final Callers callers;
  private final MeterRegistry meters;

  /// How many are being read, of the tenants of which any is.
  private final ConcurrentHashMap<TenantId, Integer> going = new ConcurrentHashMap<>();

  public ExportRoutes(ExportApi exports, Callers callers, MeterRegistry meters) {
    this.exports = exports;
    this.callers = callers;
    this.meters = meters;
  }

  public void addTo(Router.Builder router) {
    router.get("/v1/conversations/{id}/export", callers.backEnd(this::conversation));
    router.get("/v1/users/{id}/export", callers.backEnd(this::user));
  }

  private Response conversation(BackEnd caller, Request request) {
    var refusal = refusal(caller.tenant());
    return refusal == null
        ? response(caller, exports.conversation(caller.tenant(), request.variable("id")))
        : Answers.of(refusal);
  }

  private Response user(BackEnd caller, Request request) {
    var refusal = refusal(caller.tenant());
    return refusal == null
        ? response(caller, exports.user(caller.tenant(), request.variable("id")))
        : Answers.of(refusal);
  }

  private @Nullable Refused refusal(TenantId tenant) {
    return going.getOrDefault(tenant, 0) < AT_ONE_TIME_MAX
        ? null
        : new Refused(
            ErrorCode.RATE_LIMITED,
            "the tenant reads " + AT_ONE_TIME_MAX + " exports already; end one",
            RETRY);
  }

  private Response response(BackEnd caller, Export export) {
    return switch (export) {
      case Export.Found(var objects) ->
          Response.stream(TYPE, Response.Stream.toItsEnd((_, _) -> lines(caller.tenant(), objects)))
              .with("Cache-Control", "no-store");
      case Export.NotFound(var refusal) -> Answers.of(refusal);
    };
  }

  private Pieces<ObjectNode> lines(TenantId tenant, Iterator<ObjectNode> objects) {
    going.merge(tenant, 1, Integer::sum);
    return new Pieces<>(
        "",
        objects,
        object -> object + "\n",
        isWhole -> {
          going.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
          meters.counter("klatch.exports", "result", isWhole ? "whole" : "broken").increment();
        });
  }
}
