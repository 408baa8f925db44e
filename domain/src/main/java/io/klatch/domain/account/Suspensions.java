package io.klatch.domain.account;

import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.account.TokenVerifier.Verification.Verified;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which users are not let in for now, in memory and at rest. Thread-safe; asked for each connect
/// and request, changed seldom.
public final class Suspensions {
  /// Of one tenant, so that none can fill the memory of all.
  public static final int PER_TENANT_MAX = 100_000;

  private final SuspensionStore store;
  private final InstantSource clock;
  private final Map<TenantId, Map<UserKey, Instant>> tenants = new ConcurrentHashMap<>();

  /// Told of each suspension when it is in effect.
  private volatile Consumer<UserKey> listener = _ -> {};

  /// Reads the store; blocks.
  public Suspensions(SuspensionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    store.all().forEach((user, since) -> of(user.tenant()).put(user, since));
  }

  /// Every listener is told. Before the server listens, from one thread.
  public void onSuspend(Consumer<UserKey> newListener) {
    listener = listener.andThen(newListener);
  }

  public boolean isSuspended(UserKey user) {
    return since(user) != null;
  }

  /// Null when the user is not suspended.
  public @Nullable Instant since(UserKey user) {
    var own = tenants.get(user.tenant());
    return own == null ? null : own.get(user);
  }

  /// The same verifier, which lets no suspended user in.
  public TokenVerifier guarding(TokenVerifier verifier) {
    return new TokenVerifier() {
      @Override
      public Verification verify(@Nullable String token) {
        return unlessSuspended(verifier.verify(token));
      }

      @Override
      public Verification verifyLaunch(Launch launch) {
        return unlessSuspended(verifier.verifyLaunch(launch));
      }
    };
  }

  private Verification unlessSuspended(Verification verification) {
    return verification instanceof Verified(var identity) && isSuspended(identity.key())
        ? new Verification.Suspended()
        : verification;
  }

  /// When it returns, the user is let in nowhere. Blocks.
  public SuspendResult suspend(UserKey user) {
    synchronized (this) {
      var own = of(user.tenant());
      var before = own.get(user);
      if (before != null) {
        return new SuspendResult.Done(before);
      }
      if (own.size() >= PER_TENANT_MAX) {
        return new SuspendResult.TooMany(PER_TENANT_MAX);
      }
      var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      try {
        store.save(user, now);
      } catch (UnavailableException _) {
        return new SuspendResult.Unavailable();
      }
      own.put(user, now);
    }
    listener.accept(user);
    return new SuspendResult.Done(since(user));
  }

  /// Lets the user in again. Blocks.
  public SuspendResult lift(UserKey user) {
    synchronized (this) {
      try {
        store.remove(user);
      } catch (UnavailableException _) {
        return new SuspendResult.Unavailable();
      }
      of(user.tenant()).remove(user);
    }
    return new SuspendResult.Done(null);
  }

  private Map<UserKey, Instant> of(TenantId tenant) {
    return tenants.computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>());
  }
}
