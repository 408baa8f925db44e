package io.klatch.domain.tenant;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// All tenants, in memory and at rest. A change is in effect when its call returns.
///
/// Read by every connect and request from an immutable snapshot; changed by one at a time.
public final class Tenants implements TenantDirectory {
  /// They are all kept in memory.
  public static final int TENANTS_MAX = 10_000;

  private final TenantStore store;
  private final KeyCheck keyCheck;
  private final List<Consumer<Tenant>> listeners = new CopyOnWriteArrayList<>();

  /// Replaced whole, by the holder of the lock.
  private volatile Snapshot now;

  /// Reads the store; blocks.
  public Tenants(TenantStore store, KeyCheck keyCheck) {
    this.store = store;
    this.keyCheck = keyCheck;
    this.now = Snapshot.of(store.all());
  }

  /// Tells of each tenant that was made or changed, when that is in effect. Before the server
  /// listens.
  public void onChange(Consumer<Tenant> listener) {
    listeners.add(listener);
  }

  @Override
  public @Nullable Tenant find(TenantId id) {
    return now.byId.get(id.value());
  }

  /// By rising id.
  public Collection<Tenant> all() {
    return now.byId.values();
  }

  /// How many days each keeps its messages; without those who keep them for ever.
  public Map<TenantId, Integer> retentionDays() {
    var days = new HashMap<TenantId, Integer>();
    for (var tenant : all()) {
      var own = tenant.policy().retentionDays();
      if (own != null) {
        days.put(tenant.id(), own);
      }
    }
    return days;
  }

  /// The tenant one of whose server keys has this id.
  public @Nullable Tenant ofServerKey(String keyId) {
    return now.byServerKey.get(keyId);
  }

  /// Whether some tenant's pages come from there.
  public boolean anyAllows(WebOrigin origin) {
    return now.origins.contains(origin);
  }

  public TenantResult create(Tenant tenant) {
    synchronized (this) {
      if (now.byId.containsKey(tenant.id().value())) {
        return new TenantResult.Exists();
      }
      if (now.byId.size() >= TENANTS_MAX) {
        return new TenantResult.TooMany(TENANTS_MAX);
      }
      var refused = save(tenant);
      if (refused != null) {
        return refused;
      }
    }
    return told(tenant);
  }

  /// Changes what is there now; `change` keeps the id.
  public TenantResult change(TenantId id, UnaryOperator<Tenant> change) {
    Tenant changed;
    synchronized (this) {
      var tenant = find(id);
      if (tenant == null) {
        return new TenantResult.NotFound();
      }
      changed = change.apply(tenant);
      var refused = save(changed);
      if (refused != null) {
        return refused;
      }
    }
    return told(changed);
  }

  public TenantResult addServerKey(TenantId id, ServerKey key) {
    return change(id, tenant -> tenant.with(key));
  }

  public TenantResult removeServerKey(TenantId id, String keyId) {
    var tenant = find(id);
    if (tenant == null || tenant.serverKeys().stream().noneMatch(it -> it.id().equals(keyId))) {
      return new TenantResult.NotFound();
    }
    return change(id, it -> it.withoutServerKey(keyId));
  }

  // Under the lock, so that what is in memory is what was stored last.
  private @Nullable TenantResult save(Tenant tenant) {
    for (var key : tenant.trust().keys()) {
      var problem = keyCheck.problem(key);
      if (problem != null) {
        return new TenantResult.KeyRefused(key.id(), problem);
      }
    }
    try {
      store.save(tenant);
    } catch (UnavailableException _) {
      return new TenantResult.Unavailable();
    }
    now = now.with(tenant);
    return null;
  }

  private TenantResult told(Tenant tenant) {
    listeners.forEach(each -> each.accept(tenant));
    return new TenantResult.Saved(tenant);
  }

  /// Never changed once it can be seen.
  private record Snapshot(
      Map<String, Tenant> byId, Map<String, Tenant> byServerKey, Set<WebOrigin> origins) {
    static Snapshot of(Collection<Tenant> tenants) {
      var byId = new TreeMap<String, Tenant>();
      byId.put(TenantId.DEFAULT.value(), Tenant.plain(TenantId.DEFAULT));
      tenants.forEach(each -> byId.put(each.id().value(), each));
      var byServerKey = new TreeMap<String, Tenant>();
      var origins = new HashSet<WebOrigin>();
      for (var tenant : byId.values()) {
        tenant.serverKeys().forEach(key -> byServerKey.put(key.id(), tenant));
        if (tenant.active()) {
          origins.addAll(tenant.policy().origins());
        }
      }
      return new Snapshot(Collections.unmodifiableMap(byId), byServerKey, origins);
    }

    Snapshot with(Tenant tenant) {
      var more = new TreeMap<>(byId);
      more.put(tenant.id().value(), tenant);
      return of(more.values());
    }
  }
}
