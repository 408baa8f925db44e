package io.klatch.domain.account;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which tokens were taken back, in memory and at rest. Thread-safe; asked for each connect and
/// request, changed seldom.
public final class Revocations {
  /// Of one tenant, so that none can fill the memory of all.
  public static final int PER_TENANT_MAX = 100_000;

  private final RevocationStore store;
  private final InstantSource clock;
  private final Map<TenantId, OfTenant> tenants = new ConcurrentHashMap<>();

  /// Told of each revocation when it is in effect.
  private volatile Consumer<Revocation> listener = _ -> {};

  /// Reads the store; blocks.
  public Revocations(RevocationStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    store.all(clock.instant()).forEach(each -> of(each.tenant()).put(each));
  }

  /// Every listener is told. Before the server listens, from one thread.
  public void onRevoke(Consumer<Revocation> newListener) {
    listener = listener.andThen(newListener);
  }

  public boolean isRevoked(Identity identity) {
    var own = tenants.get(identity.tenant());
    if (own == null) {
      return false;
    }
    var tokenId = identity.tokenId();
    return means(tokenId == null ? null : own.tokens.get(tokenId), identity)
        || means(own.users.get(identity.key()), identity);
  }

  private static boolean means(@Nullable Revocation revocation, Identity identity) {
    return revocation != null && revocation.means(identity);
  }

  /// Takes tokens back; when it returns, they are good nowhere. Blocks.
  public RevokeResult revoke(Revocation asked) {
    Revocation revocation;
    synchronized (this) {
      var own = of(asked.tenant());
      revocation = own.withEarlier(asked);
      if (own.size() >= PER_TENANT_MAX) {
        own.forget(clock.instant());
      }
      if (own.size() >= PER_TENANT_MAX) {
        return new RevokeResult.TooMany(PER_TENANT_MAX);
      }
      try {
        store.save(revocation);
      } catch (UnavailableException _) {
        return new RevokeResult.Unavailable();
      }
      own.put(revocation);
    }
    listener.accept(revocation);
    return new RevokeResult.Revoked(revocation);
  }

  private OfTenant of(TenantId tenant) {
    return tenants.computeIfAbsent(tenant, _ -> new OfTenant());
  }

  private static final class OfTenant {
    private final Map<String, Revocation> tokens = new ConcurrentHashMap<>();
    private final Map<UserKey, Revocation> users = new ConcurrentHashMap<>();

    int size() {
      return tokens.size() + users.size();
    }

    void put(Revocation revocation) {
      switch (revocation) {
        case Revocation.OfToken token -> tokens.put(token.tokenId(), token);
        case Revocation.OfUser user -> users.put(new UserKey(user.tenant(), user.user()), user);
      }
    }

    /// A moment moved back would make tokens good again that were taken back.
    Revocation withEarlier(Revocation asked) {
      return asked instanceof Revocation.OfUser(var tenant, var user, var before, _)
              && users.get(new UserKey(tenant, user)) instanceof Revocation.OfUser earlier
              && earlier.issuedBefore().isAfter(before)
          ? earlier
          : asked;
    }

    void forget(Instant now) {
      for (Collection<Revocation> all : List.of(tokens.values(), users.values())) {
        all.removeIf(each -> !each.until().isAfter(now));
      }
    }
  }
}
