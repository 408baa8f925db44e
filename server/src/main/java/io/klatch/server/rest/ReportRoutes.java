package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.ReportApi;
import io.klatch.server.api.ReviewApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// Reports: made by users under what they are about, reviewed by the tenant's back end at
/// `/v1/admin/reports`.
public final class ReportRoutes {
  private final ReportApi reports;
  private final ReviewApi reviews;
  private final Callers callers;

  public ReportRoutes(ReportApi reports, ReviewApi reviews, Callers callers) {
    this.reports = reports;
    this.reviews = reviews;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.post("/v1/conversations/{id}/messages/{seq}/report", callers.only(this::message));
    router.post("/v1/users/{user}/report", callers.only(this::user));
    router.get(
        "/v1/admin/reports",
        callers.backEnd((caller, request) ->
            Answers.of(
                reviews.list(caller.tenant(), Bodies.query(request, "state", "limit", "cursor")))));
    router.get(
        "/v1/admin/reports/{id}",
        callers.backEnd(
            (caller, request) -> Answers.of(reviews.get(caller.tenant(), request.variable("id")))));
    router.patch(
        "/v1/admin/reports/{id}",
        callers.backEnd((caller, request) ->
            Answers.of(reviews.review(caller, request.variable("id"), Bodies.object(request)))));
  }

  private Response message(Identity caller, Request request) {
    var payload = Bodies.object(request);
    if (payload != null) {
      payload.put("message_id", request.variable("id") + "." + request.variable("seq"));
    }
    return Answers.of(reports.message(caller, payload));
  }

  private Response user(Identity caller, Request request) {
    var payload = Bodies.object(request);
    if (payload != null) {
      payload.put("user_id", request.variable("user"));
    }
    return Answers.of(reports.user(caller, payload));
  }
}
