package io.klatch.server.rest;

import io.klatch.domain.kernel.TenantId;
import io.klatch.server.http.Router;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/admin/stats`: who is connected to `/ws/rooms`, for those who run a tenant.
public final class RoomStatsRoutes {
  private final Function<TenantId, ObjectNode> stats;
  private final Callers callers;

  public RoomStatsRoutes(Function<TenantId, ObjectNode> stats, Callers callers) {
    this.stats = stats;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get(
        "/v1/admin/stats", callers.admin((tenant, _) -> Answers.json(200, stats.apply(tenant))));
  }
}
