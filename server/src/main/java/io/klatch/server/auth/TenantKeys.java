package io.klatch.server.auth;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.JWSHeader;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.tenant.SigningKey;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.TenantDirectory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Each tenant's own keys and published key set, and beside them the server's own secret.
///
/// A token that this server gave itself names [IssuedKeys#KID]; no other key is tried for it. The
/// secret is the default tenant's. In development mode it signs for every tenant that has no keys
/// of its own, so that tenants can be tried out with `klatch token`.
final class TenantKeys implements VerificationKeys {
  private static final int PARSED_MAX = 10_000;

  private final SigningSecret own;
  private final VerificationKey ownKey;
  private final TenantDirectory tenants;
  private final JwkSets published;
  private final IssuedKeys issued;

  /// Reading a key takes longer than using it.
  private final LoadingCache<SigningKey, VerificationKey> parsed =
      Caffeine.newBuilder().maximumSize(PARSED_MAX).build(KeyMaterial::read);

  TenantKeys(SigningSecret own, TenantDirectory tenants, JwkSets published, IssuedKeys issued) {
    this.own = own;
    this.ownKey = VerificationKey.secret(null, own.bytes());
    this.tenants = tenants;
    this.published = published;
    this.issued = issued;
  }

  @Override
  public @Nullable List<VerificationKey> candidates(JWSHeader header, TenantId claimed) {
    if (IssuedKeys.areNamed(header)) {
      var key = issued.of(claimed);
      return key == null || !key.fits(header) ? List.of() : List.of(key);
    }
    var tenant = tenants.find(claimed);
    var keys = new ArrayList<VerificationKey>();
    if (ownSignsFor(claimed, tenant) && ownKey.fits(header)) {
      keys.add(ownKey);
    }
    if (tenant == null) {
      return keys;
    }
    for (var key : tenant.trust().keys()) {
      var read = parsed.get(key);
      if (read.fits(header)) {
        keys.add(read);
      }
    }
    var url = tenant.trust().jwksUrl();
    if (url == null || !keys.isEmpty()) {
      return keys;
    }
    return published.fitting(url, header);
  }

  private boolean ownSignsFor(TenantId id, @Nullable Tenant tenant) {
    return id.equals(TenantId.DEFAULT) || (own.development() && hasNoKeys(tenant));
  }

  private static boolean hasNoKeys(@Nullable Tenant tenant) {
    return tenant == null || (tenant.trust().keys().isEmpty() && tenant.trust().jwksUrl() == null);
  }
}
