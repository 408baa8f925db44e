package io.klatch.server.rest;

import io.klatch.domain.account.BackEnd;
import io.klatch.server.api.RevocationApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// `POST /v1/tokens/revoke`: for a tenant's back end, by a server key.
public final class RevocationRoutes {
  private final RevocationApi revocations;
  private final Callers callers;

  public RevocationRoutes(RevocationApi revocations, Callers callers) {
    this.revocations = revocations;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.post("/v1/tokens/revoke", callers.backEnd(this::revoke));
  }

  private Response revoke(BackEnd caller, Request request) {
    return Answers.of(revocations.revoke(caller.tenant(), Bodies.object(request)));
  }
}
