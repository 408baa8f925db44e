package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.ReceiptApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// Receipts under `/v1`.
public final class ReceiptRoutes {
  private final ReceiptApi receipts;
  private final Callers callers;

  public ReceiptRoutes(ReceiptApi receipts, Callers callers) {
    this.receipts = receipts;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.post("/v1/receipts/read", callers.only(this::read));
    router.post("/v1/receipts/delivered", callers.only(this::delivered));
    router.get("/v1/conversations/{id}/messages/{seq}/receipts", callers.only(this::seen));
  }

  private Response read(Identity caller, Request request) {
    return Answers.of(receipts.read(caller, Bodies.object(request)));
  }

  private Response delivered(Identity caller, Request request) {
    return Answers.of(receipts.delivered(caller, Bodies.object(request)));
  }

  private Response seen(Identity caller, Request request) {
    var payload = Bodies.query(request, "state", "limit", "cursor");
    payload.put("conversation_id", request.variable("id"));
    Bodies.whole(payload, "seq", request.variable("seq"));
    return Answers.of(receipts.get(caller, payload));
  }
}
