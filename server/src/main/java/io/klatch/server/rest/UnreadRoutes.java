package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.UnreadApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;
import tools.jackson.databind.node.JsonNodeFactory;

/// What is unread, under `/v1`.
public final class UnreadRoutes {
  private final UnreadApi unread;
  private final Callers callers;

  public UnreadRoutes(UnreadApi unread, Callers callers) {
    this.unread = unread;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get("/v1/unread", callers.only((caller, _) -> Answers.of(unread.get(caller))));
    router.post("/v1/conversations/{id}/mark-unread", callers.only(this::mark));
  }

  /// The body may be left out.
  private Response mark(Identity caller, Request request) {
    var payload =
        request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : Bodies.object(request);
    if (payload != null) {
      payload.put("conversation_id", request.variable("id"));
    }
    return Answers.of(unread.mark(caller, payload));
  }
}
