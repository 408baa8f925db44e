package io.klatch.server.auth;

import io.klatch.domain.account.Revocation;
import io.klatch.domain.account.RevocationStore;
import io.klatch.domain.account.Revocations;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.tenant.TelegramBots;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.domain.tenant.TenantStatus;
import io.klatch.domain.tenant.TenantStore;
import io.klatch.domain.tenant.Tenants;
import io.klatch.domain.tenant.Trust;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A verifier of tokens and the tenants and revocations it looks at, all in memory.
final class TestTenants implements TenantStore, RevocationStore, KeySource {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SigningSecret secret;
  private final Instant now;
  final Tenants tenants = new Tenants(this, new KeyMaterial());
  final Revocations revocations;

  TestTenants(SigningSecret secret, Instant now) {
    this.secret = secret;
    this.now = now;
    this.revocations = new Revocations(this, () -> now);
  }

  JwtVerifier verifier() {
    return verifier(this);
  }

  JwtVerifier verifier(KeySource source) {
    var clock = InstantSource.fixed(now);
    var published =
        new JwkSets(source, new JwksConfig(MINUTE, MINUTE), clock, new SimpleMeterRegistry());
    var issued = issued();
    return new JwtVerifier(
        new TenantKeys(secret, tenants, published, issued),
        new TokenRules(
            tenants, revocations, issued, Duration.ofSeconds(30), Duration.ofDays(3_650)),
        clock);
  }

  IssuedKeys issued() {
    return new IssuedKeys(secret, new TelegramBots(tenants, null));
  }

  TestTenants with(String id, Trust trust) {
    return with(id, TenantStatus.ACTIVE, trust, TenantPolicy.NONE);
  }

  TestTenants with(String id, TenantStatus status, Trust trust, TenantPolicy policy) {
    var tenant = new Tenant(new TenantId(id), id, status, trust, policy, List.of(), Instant.EPOCH);
    var _ =
        tenants.find(tenant.id()) == null
            ? tenants.create(tenant)
            : tenants.change(tenant.id(), _ -> tenant);
    return this;
  }

  @Override
  public List<Tenant> all() {
    return List.of();
  }

  @Override
  public void save(Tenant tenant) {}

  @Override
  public List<Revocation> all(Instant at) {
    return List.of();
  }

  @Override
  public void save(Revocation revocation) {}

  @Override
  public String fetch(URI url) throws IOException {
    throw new IOException("nothing is published in this test");
  }
}
