package io.klatch.domain.account;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A tenant's own back end, which called with a server key and may act as any user of the tenant.
///
/// @param actingAs the user it calls for; null when it calls for itself
/// @param keyId of the key it showed; null for the server's own
public record BackEnd(TenantId tenant, @Nullable UserId actingAs, @Nullable String keyId) {

  /// What the user it acts as may do, it may; null when it acts as none.
  public @Nullable Identity user() {
    return actingAs == null
        ? null
        : new Identity(
            tenant, actingAs, actingAs.value(), Set.of(), Set.of(), null, null, Instant.MAX);
  }
}
