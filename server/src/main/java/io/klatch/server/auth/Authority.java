package io.klatch.server.auth;

import io.klatch.domain.account.Revocations;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.tenant.TenantDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/// Puts together who finds out who is calling.
public final class Authority implements AutoCloseable {
  private final HttpKeySource source;
  private final JwtVerifier verifier;

  /// @param issued the keys of this server's own
  /// @param executor runs the HTTP client that fetches key sets
  public Authority(
      AuthConfig config,
      SigningSecret secret,
      IssuedKeys issued,
      TenantDirectory tenants,
      Revocations revocations,
      Executor executor,
      MeterRegistry meters,
      InstantSource clock) {
    source = new HttpKeySource(executor, HttpKeySource.TIME_MAX);
    var published = new JwkSets(source, config.jwks(), clock, meters);
    verifier =
        new JwtVerifier(
            new TenantKeys(secret, tenants, published, issued),
            new TokenRules(tenants, revocations, issued, config.leeway(), config.tokenLifeMax()),
            clock);
  }

  public TokenVerifier verifier() {
    return verifier;
  }

  @Override
  public void close() {
    source.close();
  }
}
