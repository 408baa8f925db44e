package io.klatch.server.rest;

import io.klatch.server.api.SignInApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// `POST /v1/auth/telegram`, for who has no token yet, and `GET /v1/me`, for who has one.
public final class SignInRoutes {
  private final SignInApi signIn;
  private final Callers callers;

  public SignInRoutes(SignInApi signIn, Callers callers) {
    this.signIn = signIn;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.post("/v1/auth/telegram", callers.anybody(this::telegram));
    router.get("/v1/me", callers.only((caller, _) -> Answers.of(signIn.me(caller))));
  }

  private Response telegram(Request request) {
    return Answers.of(signIn.telegram(Bodies.object(request), request.header("origin")));
  }
}
