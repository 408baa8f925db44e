package io.klatch.server.rest;

import io.klatch.server.api.PrivacyApi;
import io.klatch.server.http.Router;

/// What users let others know, under `/v1/privacy`.
public final class PrivacyRoutes {
  private final PrivacyApi privacy;
  private final Callers callers;

  public PrivacyRoutes(PrivacyApi privacy, Callers callers) {
    this.privacy = privacy;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get("/v1/privacy", callers.only((caller, _) -> Answers.of(privacy.get(caller))));
    router.patch(
        "/v1/privacy",
        callers.only((caller, request) -> Answers.of(privacy.set(caller, Bodies.object(request)))));
  }
}
