package io.klatch.server;

import io.klatch.domain.account.Revocations;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.tenant.PageRule;
import io.klatch.domain.tenant.ServerKeyring;
import io.klatch.domain.tenant.Tenants;
import io.klatch.server.api.Intake;
import io.klatch.server.api.TenantApi;
import io.klatch.server.auth.Authority;
import io.klatch.server.auth.HashedServerKeys;
import io.klatch.server.auth.KeyMaterial;
import io.klatch.server.auth.SigningSecret;
import io.klatch.server.http.Router;
import io.klatch.server.realtime.Authentication;
import io.klatch.server.rest.AdminRoutes;
import io.klatch.server.rest.Callers;
import io.klatch.server.storage.Store;
import io.klatch.server.threads.Threads;
import io.klatch.socketio.SocketServerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;

/// Who the tenants are, and who is calling.
final class TenantWiring {
  private final TokenVerifier verifier;
  private final ServerKeyring keyring;
  private final PageRule pages;
  private final SocketServerConfig sockets;
  private final TenantApi api;

  TenantWiring(
      ServerConfig config,
      Lifetimes lifetimes,
      Store store,
      SigningSecret secret,
      MeterRegistry meters,
      SecureRandom random,
      Clock clock) {
    var tenants = new Tenants(store.tenants(), new KeyMaterial());
    var revocations = new Revocations(store.revocations(), clock);
    var threads = lifetimes.add("key set client's threads", Threads.virtual("jwks"));
    var authority =
        lifetimes.add(
            "key sets",
            new Authority(config.auth(), secret, tenants, revocations, threads, meters, clock));
    verifier = authority.verifier();
    keyring = new HashedServerKeys(config.auth(), tenants, random, clock);
    api = new TenantApi(tenants, keyring, clock);
    pages = new PageRule(tenants, config.sockets().engine().access().origins()::lists);
    sockets = open(config.sockets(), pages);
  }

  /// Lets in pages of tenants' origins beside those of the configuration.
  private static SocketServerConfig open(SocketServerConfig sockets, PageRule pages) {
    var engine = sockets.engine();
    var access = engine.access();
    return sockets.withEngine(
        engine.withAccess(access.withOrigins(access.origins().or(pages::letsIn))));
  }

  SocketServerConfig sockets() {
    return sockets;
  }

  Authentication authentication() {
    return new Authentication(verifier, pages);
  }

  Callers callers(Intake intake) {
    return new Callers(verifier, keyring, pages, intake);
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new AdminRoutes(api, callers).addTo(router);
  }
}
