package io.klatch.server.rest;

import io.klatch.domain.account.BackEnd;
import io.klatch.server.api.EntitlementApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// `/v1/users/{id}/features`: for a tenant's back end, by a server key.
public final class EntitlementRoutes {
  private final EntitlementApi entitlements;
  private final Callers callers;

  public EntitlementRoutes(EntitlementApi entitlements, Callers callers) {
    this.entitlements = entitlements;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.put("/v1/users/{id}/features", callers.backEnd(this::set));
    router.get("/v1/users/{id}/features", callers.backEnd(this::get));
  }

  private Response set(BackEnd caller, Request request) {
    return Answers.of(
        entitlements.set(caller.tenant(), request.variable("id"), Bodies.object(request)));
  }

  private Response get(BackEnd caller, Request request) {
    return Answers.of(entitlements.get(caller.tenant(), request.variable("id")));
  }
}
