package io.klatch.server.rest;

import io.klatch.server.api.TenantApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// `/v1/admin/tenants`: for who has the server's own key.
public final class AdminRoutes {
  private final TenantApi tenants;
  private final Callers callers;

  public AdminRoutes(TenantApi tenants, Callers callers) {
    this.tenants = tenants;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get("/v1/admin/tenants", callers.operator(this::list));
    router.post("/v1/admin/tenants", callers.operator(this::create));
    router.get("/v1/admin/tenants/{id}", callers.operator(this::get));
    router.patch("/v1/admin/tenants/{id}", callers.operator(this::change));
    router.post("/v1/admin/tenants/{id}/server-keys", callers.operator(this::addKey));
    router.delete("/v1/admin/tenants/{id}/server-keys/{key}", callers.operator(this::removeKey));
  }

  private Response list(Request request) {
    return Answers.of(tenants.list(Bodies.query(request, "limit", "cursor")));
  }

  private Response create(Request request) {
    return Answers.of(tenants.create(Bodies.object(request)));
  }

  private Response get(Request request) {
    return Answers.of(tenants.get(request.variable("id")));
  }

  private Response change(Request request) {
    return Answers.of(tenants.change(request.variable("id"), Bodies.object(request)));
  }

  private Response addKey(Request request) {
    return Answers.of(tenants.addServerKey(request.variable("id")));
  }

  private Response removeKey(Request request) {
    return Answers.of(tenants.removeServerKey(request.variable("id"), request.variable("key")));
  }
}
