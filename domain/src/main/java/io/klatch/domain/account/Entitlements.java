package io.klatch.domain.account;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.tenant.TenantDirectory;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who may use which feature (`calls`): those whose token says so, and those whom the tenant's back
/// end has given it. In memory and at rest; thread-safe.
///
/// Asked when a feature is used, and never kept with a connection: what is given or taken away
/// holds at once, for open sockets and for a back end that acts as the user too.
public final class Entitlements {
  /// Users of one tenant, so that none can fill the memory of all. A tenant with more puts features
  /// into its tokens.
  public static final int PER_TENANT_MAX = 100_000;

  private final EntitlementStore store;
  private final TenantDirectory directory;
  private final Map<TenantId, Map<UserKey, Set<String>>> tenants = new ConcurrentHashMap<>();

  /// Reads the store; blocks.
  public Entitlements(EntitlementStore store, TenantDirectory directory) {
    this.store = store;
    this.directory = directory;
    store.all().forEach((user, features) -> of(user.tenant()).put(user, Set.copyOf(features)));
  }

  /// Whether the caller may use the feature now.
  public boolean may(Identity caller, String feature) {
    return of(caller).contains(feature);
  }

  /// All the caller may use now.
  public Set<String> of(Identity caller) {
    var features = new HashSet<>(caller.features());
    features.addAll(given(caller.key()));
    var tenant = directory.find(caller.tenant());
    return tenant == null ? Set.copyOf(features) : tenant.policy().entitled(features);
  }

  /// What the tenant's back end has given the user, beside what tokens say.
  public Set<String> given(UserKey user) {
    var own = tenants.get(user.tenant());
    return own == null ? Set.of() : own.getOrDefault(user, Set.of());
  }

  /// Gives the user these and no others. When it returns, it holds everywhere. Blocks.
  public synchronized EntitleResult give(UserKey user, Set<String> features) {
    var own = of(user.tenant());
    if (!features.isEmpty() && !own.containsKey(user) && own.size() >= PER_TENANT_MAX) {
      return new EntitleResult.TooMany(PER_TENANT_MAX);
    }
    try {
      store.save(user, features);
    } catch (UnavailableException _) {
      return new EntitleResult.Unavailable();
    }
    if (features.isEmpty()) {
      own.remove(user);
    } else {
      own.put(user, Set.copyOf(features));
    }
    return new EntitleResult.Entitled(Set.copyOf(features));
  }

  private Map<UserKey, Set<String>> of(TenantId tenant) {
    return tenants.computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>());
  }
}
