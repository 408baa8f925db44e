package io.klatch.server.rest;

import io.klatch.server.api.WebhookApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// Webhooks: set up by who has the server's own key, watched by the tenant's back end.
public final class WebhookRoutes {
  private static final String OF_TENANT = "/v1/admin/tenants/{id}/webhooks";
  private static final String LETTERS = "/v1/admin/webhooks/{hook}/dead-letters";

  private final WebhookApi webhooks;
  private final Callers callers;

  public WebhookRoutes(WebhookApi webhooks, Callers callers) {
    this.webhooks = webhooks;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get(OF_TENANT, callers.operator(it -> Answers.of(webhooks.list(tenant(it)))));
    router.post(OF_TENANT, callers.operator(this::create));
    router.patch(OF_TENANT + "/{hook}", callers.operator(this::change));
    router.delete(
        OF_TENANT + "/{hook}",
        callers.operator(it -> Answers.of(webhooks.remove(tenant(it), hook(it)))));
    router.post(
        OF_TENANT + "/{hook}/secrets",
        callers.operator(it -> Answers.of(webhooks.addSecret(tenant(it), hook(it)))));
    router.delete(
        OF_TENANT + "/{hook}/secrets",
        callers.operator(it -> Answers.of(webhooks.dropOldSecret(tenant(it), hook(it)))));
    router.get(
        "/v1/admin/webhooks",
        callers.backEnd((caller, _) -> Answers.of(webhooks.list(caller.tenant()))));
    router.get(
        LETTERS,
        callers.backEnd((caller, it) ->
            Answers.of(
                webhooks.deadLetters(
                    caller.tenant(), hook(it), Bodies.query(it, "limit", "cursor")))));
    router.post(
        LETTERS + "/replay",
        callers.backEnd((caller, it) ->
            Answers.of(webhooks.replay(caller.tenant(), hook(it), Bodies.object(it)))));
  }

  private Response create(Request request) {
    return Answers.of(webhooks.create(tenant(request), Bodies.object(request)));
  }

  private Response change(Request request) {
    return Answers.of(webhooks.change(tenant(request), hook(request), Bodies.object(request)));
  }

  private static String tenant(Request request) {
    return request.variable("id");
  }

  private static String hook(Request request) {
    return request.variable("hook");
  }
}
