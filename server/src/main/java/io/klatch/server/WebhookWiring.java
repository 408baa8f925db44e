package io.klatch.server;

import io.klatch.domain.chat.Screening;
import io.klatch.domain.presence.PresenceNews.Change;
import io.klatch.domain.webhook.DeadLetters;
import io.klatch.domain.webhook.Webhooks;
import io.klatch.server.api.WebhookApi;
import io.klatch.server.http.Router;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.WebhookRoutes;
import io.klatch.server.threads.Threads;
import io.klatch.server.webhooks.BeforeSendHook;
import io.klatch.server.webhooks.FollowedLog;
import io.klatch.server.webhooks.Followers;
import io.klatch.server.webhooks.HookClient;
import io.klatch.server.webhooks.PresenceHooks;
import java.util.function.Consumer;

/// What tenants' back ends are told.
final class WebhookWiring {
  private final WebhookApi api;
  private final BeforeSendHook beforeSend;
  private final PresenceHooks presence;

  WebhookWiring(Core core, TenantWiring tenants) {
    var store = core.store();
    var config = core.config().webhooks();
    var clock = core.clock();
    var webhooks = new Webhooks(store.webhooks(), store.log());
    var client =
        core.lifetimes()
            .add("webhook client", new HookClient(config, Threads.virtual("webhook-io"), clock));
    var followers =
        core.lifetimes()
            .add(
                "webhooks",
                new Followers(
                    config,
                    store.webhooks(),
                    new FollowedLog(
                        store.log(), store.tenantLog(), core.hearers().bell(), tenants::isServed),
                    client,
                    Threads.virtual("webhook"),
                    core.random(),
                    clock));
    Meters.of(followers, core.meters());
    followers.start(webhooks);
    tenants.tenants().onChange(it -> followers.look(it.id()));
    beforeSend =
        new BeforeSendHook(
            webhooks,
            client,
            store.memberships(),
            store.sentMessages(),
            config.askedMax(),
            core.meters(),
            clock);
    presence = presence(core, tenants, webhooks, client);
    var letters = new DeadLetters(webhooks, store.webhooks(), followers);
    api = new WebhookApi(tenants.directory(), webhooks, followers, letters, core.random(), clock);
  }

  private static PresenceHooks presence(
      Core core, TenantWiring tenants, Webhooks webhooks, HookClient client) {
    return core.lifetimes()
        .add(
            "presence webhooks",
            new PresenceHooks(
                webhooks,
                client,
                core.config().webhooks(),
                tenants::isServed,
                Threads.virtual("webhook"),
                core.meters(),
                core.clock()));
  }

  /// Who is asked before a message is stored.
  Screening screening() {
    return beforeSend;
  }

  /// Who is told that somebody comes or goes.
  Consumer<Change> presence() {
    return presence;
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new WebhookRoutes(api, callers).addTo(router);
  }
}
