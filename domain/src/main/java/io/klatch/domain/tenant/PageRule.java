package io.klatch.domain.tenant;

import io.klatch.domain.kernel.TenantId;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which web pages may use which tenant's tokens.
///
/// At the door nobody knows yet whose client comes, so pages of every tenant's origins are let in
/// there. Once the token is known, a page that was let in only for others is turned away.
///
/// @param everybody origins that the server lets in for every tenant
public record PageRule(Tenants tenants, Predicate<String> everybody) {

  /// Whether pages from there may open a session, as somebody's.
  public boolean letsIn(String origin) {
    var parsed = WebOrigin.parse(origin);
    return parsed != null && tenants.anyAllows(parsed);
  }

  /// Whether a page from there may not use a token of this tenant.
  ///
  /// @param origin as the browser states it; null when there is no page
  public boolean refuses(TenantId id, @Nullable String origin) {
    var parsed = origin == null ? null : WebOrigin.parse(origin);
    if (origin == null || parsed == null || !tenants.anyAllows(parsed)) {
      return false; // the door has decided
    }
    var tenant = tenants.find(id);
    return !everybody.test(origin)
        && (tenant == null || !tenant.policy().origins().contains(parsed));
  }
}
