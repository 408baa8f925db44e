package io.klatch.server.rest;

import io.klatch.server.api.PresenceAdminApi;
import io.klatch.server.http.Router;

/// Presence counted, under `/v1/admin/presence`, for those who run a tenant.
public final class PresenceRoutes {
  private final PresenceAdminApi presence;
  private final Callers callers;

  public PresenceRoutes(PresenceAdminApi presence, Callers callers) {
    this.presence = presence;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get(
        "/v1/admin/presence", callers.admin((tenant, _) -> Answers.of(presence.metrics(tenant))));
    router.get(
        "/v1/admin/presence/history",
        callers.admin((tenant, request) ->
            Answers.of(presence.history(tenant, Bodies.query(request, "by", "days")))));
  }
}
