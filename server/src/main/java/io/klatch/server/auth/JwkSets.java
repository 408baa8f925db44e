package io.klatch.server.auth;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.JWSHeader;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Published key sets, fetched when they are needed and kept.
///
/// A set is fetched when nothing is known, when it has become old, and when a token names a key it
/// does not have, which is how a new key becomes known at once; never twice within `refreshMin`, so
/// that made-up key names cost the publisher nothing. While it cannot be fetched, the last good set
/// stays in use. One caller fetches; others wait only if they have nothing to go on with.
/// Thread-safe; blocks for as long as a fetch may take.
final class JwkSets {
  private static final Logger log = LoggerFactory.getLogger(JwkSets.class);
  private static final int SETS_MAX = 10_000;

  private final KeySource source;
  private final JwksConfig config;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final LoadingCache<URI, KeySet> sets =
      Caffeine.newBuilder().maximumSize(SETS_MAX).build(KeySet::new);

  JwkSets(KeySource source, JwksConfig config, InstantSource clock, MeterRegistry meters) {
    this.source = source;
    this.config = config;
    this.clock = clock;
    this.meters = meters;
  }

  /// The keys of the set that may have signed such a token.
  ///
  /// @return null when the set could not be fetched yet, so that nobody knows
  @Nullable List<VerificationKey> fitting(URI url, JWSHeader header) {
    return sets.get(url).fitting(header);
  }

  private final class KeySet {
    private final URI url;
    private final ReentrantLock fetching = new ReentrantLock();

    /// Written by the holder of the lock.
    private volatile @Nullable Fetched known;

    private volatile Instant triedAt = Instant.MIN;

    KeySet(URI url) {
      this.url = url;
    }

    @Nullable List<VerificationKey> fitting(JWSHeader header) {
      var set = known;
      if (set == null || set.at.plus(config.ageMax()).isBefore(clock.instant())) {
        set = refreshed(set, set == null);
      }
      if (set == null) {
        return null;
      }
      var keys = set.fitting(header);
      if (keys.isEmpty() && header.getKeyID() != null) {
        var newer = refreshed(set, true);
        return newer == null ? keys : newer.fitting(header);
      }
      return keys;
    }

    /// A set fetched after `seen`, if there can be one now; otherwise what there is.
    ///
    /// @param wait for a fetch that is under way
    private @Nullable Fetched refreshed(@Nullable Fetched seen, boolean wait) {
      if (!fetching.tryLock()) {
        if (!wait) {
          return seen;
        }
        fetching.lock();
      }
      try {
        if (Objects.equals(known, seen) && mayFetch()) {
          fetch();
        }
        return known;
      } finally {
        fetching.unlock();
      }
    }

    private boolean mayFetch() {
      return !triedAt.plus(config.refreshMin()).isAfter(clock.instant());
    }

    private void fetch() {
      triedAt = clock.instant();
      try {
        known = new Fetched(JwksDocument.parse(source.fetch(url)), triedAt);
        meters.counter("klatch.jwks.fetches", "result", "ok").increment();
      } catch (IOException e) {
        meters.counter("klatch.jwks.fetches", "result", "failed").increment();
        log.warn("key set not fetched url={} kept={} why={}", url, known != null, e.getMessage());
      }
    }
  }

  private record Fetched(List<VerificationKey> keys, Instant at) {
    List<VerificationKey> fitting(JWSHeader header) {
      return keys.stream().filter(key -> key.fits(header)).toList();
    }
  }
}
