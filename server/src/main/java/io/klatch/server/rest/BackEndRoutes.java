package io.klatch.server.rest;

import io.klatch.domain.account.BackEnd;
import io.klatch.server.api.SystemMessageApi;
import io.klatch.server.api.UserApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// What a tenant's back end does as itself, by a server key: tells of its users, and sends what
/// nobody says.
public final class BackEndRoutes {
  private final UserApi users;
  private final SystemMessageApi system;
  private final Callers callers;

  public BackEndRoutes(UserApi users, SystemMessageApi system, Callers callers) {
    this.users = users;
    this.system = system;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.post("/v1/users", callers.backEnd(this::saveUser));
    router.get("/v1/users", callers.backEnd(this::users));
    router.get("/v1/users/{id}", callers.backEnd(this::user));
    router.post("/v1/conversations/{id}/system-messages", callers.backEnd(this::announce));
  }

  private Response saveUser(BackEnd caller, Request request) {
    return Answers.of(users.save(caller.tenant(), Bodies.object(request)));
  }

  private Response users(BackEnd caller, Request request) {
    return Answers.of(users.list(caller.tenant(), Bodies.query(request, "limit", "cursor")));
  }

  private Response user(BackEnd caller, Request request) {
    return Answers.of(users.get(caller.tenant(), request.variable("id")));
  }

  private Response announce(BackEnd caller, Request request) {
    var payload = Bodies.object(request);
    if (payload != null) {
      payload.put("conversation_id", request.variable("id"));
    }
    return Answers.of(system.send(caller.tenant(), payload));
  }
}
