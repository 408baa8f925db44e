package io.klatch.domain.telegram;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.kernel.TenantId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which device a launch belongs to: whoever exchanged it first, if they named one.
///
/// Telegram gives an app the same initData again when its page is reloaded, so a launch cannot be
/// good once only. It is good on one device instead: who has read it somewhere does not have the
/// secret that the page keeps. Thread-safe; in memory, so a restart forgets it.
public final class Devices {
  /// Launches of one tenant that belong to a device; beyond them the oldest are forgotten.
  public static final int PER_TENANT_MAX = 100_000;

  /// @param device as a hash, in hexadecimal
  private record Held(String device, Instant until) {
    boolean isOf(@Nullable String other) {
      return other != null
          && MessageDigest.isEqual(device.getBytes(US_ASCII), hash(other).getBytes(US_ASCII));
    }
  }

  /// Guarded by itself; each tenant's in the order in which they were bound.
  private final Map<TenantId, Map<String, Held>> tenants = new HashMap<>();

  private final int perTenantMax;

  public Devices() {
    this(PER_TENANT_MAX);
  }

  Devices(int perTenantMax) {
    this.perTenantMax = perTenantMax;
  }

  /// Whether the launch may be used from there.
  boolean lets(TenantId tenant, String launch, @Nullable String device) {
    synchronized (tenants) {
      var own = tenants.get(tenant);
      var held = own == null ? null : own.get(launch);
      return held == null || held.isOf(device);
    }
  }

  /// Whether the launch is that device's own.
  boolean holds(TenantId tenant, String launch, @Nullable String device, Instant now) {
    synchronized (tenants) {
      var own = tenants.get(tenant);
      var held = own == null ? null : own.get(launch);
      return held != null && held.until.isAfter(now) && held.isOf(device);
    }
  }

  /// From now on the launch is that device's, unless it is another's; says whether it is.
  boolean bind(TenantId tenant, String launch, String device, Instant now, Instant until) {
    synchronized (tenants) {
      var own = tenants.computeIfAbsent(tenant, _ -> new LinkedHashMap<>());
      var held = own.get(launch);
      if (held != null) {
        return held.isOf(device);
      }
      forget(own, now);
      own.put(launch, new Held(hash(device), until));
      return true;
    }
  }

  /// Launches that are too old anyway, from the oldest on, and as many as make room.
  private void forget(Map<String, Held> own, Instant now) {
    Iterator<Held> oldest = own.values().iterator();
    while (oldest.hasNext() && (!oldest.next().until.isAfter(now) || own.size() >= perTenantMax)) {
      oldest.remove();
    }
  }

  private static String hash(String device) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(device.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
