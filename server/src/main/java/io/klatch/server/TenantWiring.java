package io.klatch.server;

import io.klatch.domain.account.Revocations;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.tenant.Tenants;
import io.klatch.server.auth.Authority;
import io.klatch.server.auth.KeyMaterial;
import io.klatch.server.auth.SigningSecret;
import io.klatch.server.storage.Store;
import io.klatch.server.threads.Threads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/// Who the tenants are, and who is calling.
final class TenantWiring {
  private final TokenVerifier verifier;

  TenantWiring(
      ServerConfig config,
      Lifetimes lifetimes,
      Store store,
      SigningSecret secret,
      MeterRegistry meters,
      Clock clock) {
    var tenants = new Tenants(store.tenants(), new KeyMaterial());
    var revocations = new Revocations(store.revocations(), clock);
    var threads = lifetimes.add("key set client's threads", Threads.virtual("jwks"));
    var authority =
        lifetimes.add(
            "key sets",
            new Authority(config.auth(), secret, tenants, revocations, threads, meters, clock));
    verifier = authority.verifier();
  }

  TokenVerifier verifier() {
    return verifier;
  }
}
