package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.Reply;
import io.klatch.server.api.ScheduleApi;
import io.klatch.server.http.HttpHandler;
import io.klatch.server.http.Request;
import io.klatch.server.http.Router;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Messages that are to be sent later, under `/v1/scheduled`; the route that sends takes them.
public final class ScheduleRoutes {
  private static final String ONE = "/v1/scheduled/{scheduled}";

  private final ScheduleApi schedules;
  private final Callers callers;

  public ScheduleRoutes(ScheduleApi schedules, Callers callers) {
    this.schedules = schedules;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get(
        "/v1/scheduled",
        callers.only((caller, request) ->
            Answers.of(schedules.list(caller, Bodies.query(request, "limit", "cursor")))));
    router.patch(ONE, on(schedules::update, Bodies::object));
    router.delete(ONE, on(schedules::cancel, Bodies::query));
  }

  private HttpHandler on(Operation operation, Reading reading) {
    return callers.only((caller, request) -> {
      var payload = reading.of(request);
      if (payload != null) {
        payload.put("scheduled_id", request.variable("scheduled"));
      }
      return Answers.of(operation.run(caller, payload));
    });
  }

  @FunctionalInterface
  private interface Operation {
    Reply run(Identity caller, @Nullable ObjectNode payload);
  }

  @FunctionalInterface
  private interface Reading {
    @Nullable ObjectNode of(Request request);
  }
}
