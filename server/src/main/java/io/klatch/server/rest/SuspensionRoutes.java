package io.klatch.server.rest;

import io.klatch.domain.account.BackEnd;
import io.klatch.server.api.SuspensionApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// `PATCH /v1/users/{id}`: for a tenant's back end, by a server key.
public final class SuspensionRoutes {
  private final SuspensionApi suspensions;
  private final Callers callers;

  public SuspensionRoutes(SuspensionApi suspensions, Callers callers) {
    this.suspensions = suspensions;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.patch("/v1/users/{id}", callers.backEnd(this::set));
  }

  private Response set(BackEnd caller, Request request) {
    return Answers.of(
        suspensions.set(caller.tenant(), request.variable("id"), Bodies.object(request)));
  }
}
