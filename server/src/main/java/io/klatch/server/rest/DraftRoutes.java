package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.domain.draft.DraftListener;
import io.klatch.server.api.DraftApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What users have begun to write, under `/v1`.
public final class DraftRoutes {
  private static final String DRAFT = "/v1/conversations/{id}/draft";

  private final DraftApi drafts;
  private final DraftListener listener;
  private final Callers callers;

  /// @param listener tells all of a user's devices
  public DraftRoutes(DraftApi drafts, DraftListener listener, Callers callers) {
    this.drafts = drafts;
    this.listener = listener;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get(
        "/v1/drafts",
        callers.only((caller, request) ->
            Answers.of(drafts.list(caller, Bodies.query(request, "limit", "cursor")))));
    router.put(
        DRAFT, callers.only((caller, request) -> set(caller, request, Bodies.object(request))));
    router.delete(
        DRAFT,
        callers.only(
            (caller, request) -> set(caller, request, JsonNodeFactory.instance.objectNode())));
  }

  private Response set(Identity caller, Request request, @Nullable ObjectNode payload) {
    if (payload != null) {
      payload.put("conversation_id", request.variable("id"));
    }
    return Answers.of(drafts.set(caller, payload, listener));
  }
}
