package io.klatch.server.rest;

import io.klatch.server.api.BlockApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Router;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What users do to be left alone, under `/v1`.
public final class SafetyRoutes {
  private final BlockApi blocks;
  private final Callers callers;

  public SafetyRoutes(BlockApi blocks, Callers callers) {
    this.blocks = blocks;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get(
        "/v1/blocks",
        callers.only((caller, request) ->
            Answers.of(blocks.list(caller, Bodies.query(request, "limit", "cursor")))));
    router.put(
        "/v1/blocks/{user}",
        callers.only((caller, request) -> Answers.of(blocks.block(caller, user(request)))));
    router.delete(
        "/v1/blocks/{user}",
        callers.only((caller, request) -> Answers.of(blocks.unblock(caller, user(request)))));
  }

  private static ObjectNode user(Request request) {
    return JsonNodeFactory.instance.objectNode().put("user_id", request.variable("user"));
  }
}
