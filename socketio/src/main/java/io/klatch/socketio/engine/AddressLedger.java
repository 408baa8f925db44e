package io.klatch.socketio.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Who has how many sessions, and who asked how often in the last second.
///
/// Handshakes are counted per whole second; the last second's count is taken from this one and, in
/// proportion, the one before, so nothing has to be kept per handshake and old counts go with their
/// map. All methods may be called from any thread; a lock is held for a few instructions.
final class AddressLedger {
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final int NETWORK_BYTES = 8;
  private static final int SLOWED_MAX = 100_000;

  private final AddressLimits limits;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private final Map<InetAddress, Integer> sessions = new HashMap<>();

  @GuardedBy("this")
  private Map<InetAddress, Integer> handshakes = new HashMap<>();

  @GuardedBy("this")
  private Map<InetAddress, Integer> handshakesBefore = new HashMap<>();

  /// Until when, by `nanoTime`, an address gets one handshake in a second.
  @GuardedBy("this")
  private final Map<InetAddress, Long> slowed = new HashMap<>();

  /// When the counting of `handshakes` began.
  @GuardedBy("this")
  private long since;

  AddressLedger(AddressLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /// Counts a handshake and its session to be.
  ///
  /// @return which limit stands against it, or null
  synchronized @Nullable Denied enter(InetAddress address) {
    var client = client(address);
    int most = isSlowed(client) ? 1 : limits.handshakesPerAddressAndSecond();
    if (rate(client) >= most) {
      return Denied.ADDRESS_HANDSHAKES;
    }
    if (sessions.getOrDefault(client, 0) >= limits.sessionsPerAddressMax()) {
      return Denied.ADDRESS_SESSIONS;
    }
    handshakes.merge(client, 1, Integer::sum);
    sessions.merge(client, 1, Integer::sum);
    return null;
  }

  synchronized void leave(InetAddress address) {
    sessions.computeIfPresent(client(address), (_, count) -> count == 1 ? null : count - 1);
  }

  /// Gives the address one handshake in a second for a time, or for as long as it was told before
  /// where that is longer. While too many are slowed, a further one is not.
  synchronized void slow(InetAddress address, Duration time) {
    long now = nanoTime.getAsLong();
    if (slowed.size() >= SLOWED_MAX) {
      slowed.values().removeIf(until -> until - now <= 0);
    }
    var client = client(address);
    if (slowed.size() < SLOWED_MAX || slowed.containsKey(client)) {
      slowed.merge(client, now + time.toNanos(), (a, b) -> a - b > 0 ? a : b);
    }
  }

  /// Addresses that anything is kept of.
  synchronized int size() {
    return sessions.size() + handshakes.size() + handshakesBefore.size() + slowed.size();
  }

  @GuardedBy("this")
  private boolean isSlowed(InetAddress client) {
    var until = slowed.get(client);
    if (until != null && until - nanoTime.getAsLong() <= 0) {
      slowed.remove(client);
      return false;
    }
    return until != null;
  }

  @GuardedBy("this")
  private double rate(InetAddress client) {
    long passed = nanoTime.getAsLong() - since;
    if (passed >= SECOND_NANOS) {
      handshakesBefore = passed < 2 * SECOND_NANOS ? handshakes : new HashMap<>();
      handshakes = new HashMap<>();
      since += passed - passed % SECOND_NANOS;
      passed %= SECOND_NANOS;
    }
    double before = handshakesBefore.getOrDefault(client, 0);
    return handshakes.getOrDefault(client, 0) + before * (SECOND_NANOS - passed) / SECOND_NANOS;
  }

  /// What counts as one client.
  private static InetAddress client(InetAddress address) {
    var plain = AddressBlock.plain(address);
    var bytes = plain.getAddress();
    if (bytes.length <= NETWORK_BYTES) {
      return plain;
    }
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has the length of one", e);
    }
  }
}
