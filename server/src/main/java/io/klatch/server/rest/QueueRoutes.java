package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.domain.room.RoomActor;
import io.klatch.server.api.AppealApi;
import io.klatch.server.api.QueueApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;
import io.klatch.server.json.CamelCase;

/// `/v1/review`: reports and appeals to be decided; and how users appeal.
public final class QueueRoutes {
  private final QueueApi queue;
  private final AppealApi appeals;
  private final Callers callers;

  public QueueRoutes(QueueApi queue, AppealApi appeals, Callers callers) {
    this.queue = queue;
    this.appeals = appeals;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get("/v1/review", callers.staff(this::list));
    router.get("/v1/review/{id}", callers.staff(this::get));
    router.post("/v1/review/{id}", callers.staff(this::decide));
    router.post(
        "/v1/rooms/{id}/appeal", callers.only((caller, request) -> appeal(caller, request, false)));
    router.post(
        "/api/rooms/{id}/appeal", callers.only((caller, request) -> appeal(caller, request, true)));
  }

  private Response list(RoomActor reviewer, Request request) {
    return Answers.of(
        queue.list(reviewer, Bodies.query(request, "state", "kind", "room_id", "limit", "cursor")));
  }

  private Response get(RoomActor reviewer, Request request) {
    return Answers.of(queue.get(reviewer, request.variable("id")));
  }

  private Response decide(RoomActor reviewer, Request request) {
    return Answers.of(queue.decide(reviewer, request.variable("id"), Bodies.object(request)));
  }

  private Response appeal(Identity caller, Request request, boolean camel) {
    var payload = Bodies.object(request);
    if (payload != null) {
      Bodies.whole(payload, "room_id", request.variable("id"));
    }
    var reply = appeals.file(caller, payload);
    return camel ? Answers.of(reply, CamelCase.of(reply.json())) : Answers.of(reply);
  }
}
