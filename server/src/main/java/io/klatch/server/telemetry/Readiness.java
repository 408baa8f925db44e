package io.klatch.server.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Whether new clients should come here: between start and stop, and while every part says it
/// works.
///
/// Thread-safe; the phase is one volatile field, written by the starting and the stopping thread.
public final class Readiness {
  private volatile Phase phase = Phase.STARTING;
  private final Map<String, BooleanSupplier> checks = new ConcurrentHashMap<>();

  /// Where the server is in its life.
  public enum Phase {
    STARTING,
    READY,
    STOPPING
  }

  /// Adds a part that must work. `check` does not wait: it tells what is known.
  public void require(String part, BooleanSupplier check) {
    checks.put(part, check);
  }

  public void started() {
    phase = Phase.READY;
  }

  public void stopping() {
    phase = Phase.STOPPING;
  }

  public Phase phase() {
    return phase;
  }

  public boolean ready() {
    return phase == Phase.READY && !parts().containsValue(false);
  }

  /// Every part and whether it works, by name.
  public Map<String, Boolean> parts() {
    var parts = new TreeMap<String, Boolean>();
    checks.forEach((part, check) -> parts.put(part, check.getAsBoolean()));
    return parts;
  }
}
