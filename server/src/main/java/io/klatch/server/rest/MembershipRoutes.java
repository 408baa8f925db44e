package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.MembershipApi;
import io.klatch.server.api.Reply;
import io.klatch.server.http.HttpHandler;
import io.klatch.server.http.Request;
import io.klatch.server.http.Router;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Members, roles, profile and settings, under `/v1/conversations/{id}`. A `DELETE` carries its
/// fields in the query, everything else in the body.
public final class MembershipRoutes {
  private static final String CONVERSATION = "/v1/conversations/{id}";
  private static final String MEMBERS = CONVERSATION + "/members";
  private static final String MEMBER = MEMBERS + "/{user}";

  private final MembershipApi members;
  private final Callers callers;

  public MembershipRoutes(MembershipApi members, Callers callers) {
    this.members = members;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.patch(CONVERSATION, body(members::update));
    router.get(MEMBERS, query(members::list, "limit", "cursor"));
    router.post(MEMBERS, body(members::add));
    router.patch(MEMBER, body(members::setRole));
    router.delete(MEMBER, query(members::remove, "op_id"));
    router.post(CONVERSATION + "/leave", body(members::leave));
    router.post(CONVERSATION + "/archive", body(members::archive));
    router.post(CONVERSATION + "/pin", body(members::pin));
    router.post(CONVERSATION + "/mute", body(members::mute));
  }

  private HttpHandler query(Operation operation, String... names) {
    return callers.only((caller, request) ->
        Answers.of(operation.run(caller, withPath(request, Bodies.query(request, names)))));
  }

  private HttpHandler body(Operation operation) {
    return callers.only((caller, request) ->
        Answers.of(operation.run(caller, withPath(request, Bodies.object(request)))));
  }

  private static @Nullable ObjectNode withPath(Request request, @Nullable ObjectNode payload) {
    if (payload == null) {
      return null;
    }
    payload.put("conversation_id", request.variable("id"));
    var user = request.variables().get("user");
    if (user != null) {
      payload.put("user_id", user);
    }
    return payload;
  }

  @FunctionalInterface
  private interface Operation {
    Reply run(Identity caller, @Nullable ObjectNode payload);
  }
}
