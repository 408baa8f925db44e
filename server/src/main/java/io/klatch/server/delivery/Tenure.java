package io.klatch.server.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.TenantId;
import io.klatch.server.threads.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends sockets whose token is not good any more.
///
/// When a token has expired, the transport is closed: a stock client comes back by itself, and its
/// `auth` callback can bring a new token. Sockets are kept by the second of their end, and one
/// timer looks each second at those that are due. When a token was taken back, or its tenant is
/// suspended, the socket gets a DISCONNECT packet, after which a client stays away.
///
/// A token can be taken back while its client is connecting. So a socket is added first and its
/// token looked at again after that: whoever takes it back either finds the socket or is seen.
/// Thread-safe; nothing is called while the lock is held.
public final class Tenure implements SessionWatcher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Tenure.class);

  private final Predicate<Identity> good;
  private final Duration leeway;
  private final InstantSource clock;
  private final ScheduledExecutorService timer = Threads.timer("session-end");
  private final LongAdder expired = new LongAdder();
  private final LongAdder revoked = new LongAdder();

  @GuardedBy("this")
  private final TreeMap<Long, Set<Session>> byEnd = new TreeMap<>();

  @GuardedBy("this")
  private final Map<TenantId, Set<Session>> byTenant = new HashMap<>();

  /// @param good whether a caller's token was not taken back and its tenant is served
  /// @param leeway how long after its expiry a token still lets somebody in
  public Tenure(Predicate<Identity> good, Duration leeway, InstantSource clock) {
    this.good = good;
    this.leeway = leeway;
    this.clock = clock;
    var _ = timer.scheduleAtFixedRate(this::endExpired, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public void came(Session session) {
    synchronized (this) {
      byEnd.computeIfAbsent(end(session), _ -> new HashSet<>(2)).add(session);
      byTenant.computeIfAbsent(tenant(session), _ -> new HashSet<>(2)).add(session);
    }
    if (!good.test(session.identity())) {
      disconnect(session);
    }
  }

  @Override
  public synchronized void went(Session session) {
    byEnd.computeIfPresent(end(session), (_, all) -> without(all, session));
    byTenant.computeIfPresent(tenant(session), (_, all) -> without(all, session));
  }

  /// Ends the tenant's sockets whose callers are meant.
  public void end(TenantId tenant, Predicate<Identity> meant) {
    List<Session> found;
    synchronized (this) {
      found = new ArrayList<>(byTenant.getOrDefault(tenant, Set.of()));
    }
    for (var session : found) {
      if (meant.test(session.identity())) {
        disconnect(session);
      }
    }
  }

  /// Sockets closed because their token had expired.
  public long expired() {
    return expired.sum();
  }

  /// Sockets ended because their token was taken back or their tenant suspended.
  public long revoked() {
    return revoked.sum();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /// Closes the transports of sockets whose time is over.
  void endExpired() {
    try {
      for (var session : due(clock.instant().getEpochSecond())) {
        expired.increment();
        session.socket().closeTransport();
      }
    } catch (RuntimeException e) {
      log.error("sockets with expired tokens not closed; trying again in a second", e);
    }
  }

  private synchronized List<Session> due(long second) {
    var due = new ArrayList<Session>();
    byEnd.headMap(second, true).values().forEach(due::addAll);
    return due;
  }

  private void disconnect(Session session) {
    revoked.increment();
    session.socket().disconnect(true);
  }

  /// The first whole second at which the token lets nobody in.
  private long end(Session session) {
    var expiresAt = session.identity().expiresAt();
    return expiresAt.equals(Instant.MAX)
        ? Long.MAX_VALUE
        : expiresAt.plus(leeway).plusNanos(999_999_999).getEpochSecond();
  }

  private static TenantId tenant(Session session) {
    return session.identity().tenant();
  }

  @SuppressWarnings("NullAway") // null removes the entry
  private static Set<Session> without(Set<Session> all, Session session) {
    all.remove(session);
    return all.isEmpty() ? null : all;
  }
}
