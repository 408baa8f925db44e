package io.klatch.socketio.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How often each limit was reached since the start. May be used from any thread.
public final class LimitCounts {
  private final Map<Limit, LongAdder> counts = new EnumMap<>(Limit.class);

  LimitCounts() {
    for (var limit : Limit.values()) {
      counts.put(limit, new LongAdder());
    }
  }

  public long of(Limit limit) {
    return adder(limit).sum();
  }

  public void count(Limit limit) {
    adder(limit).increment();
  }

  private LongAdder adder(Limit limit) {
    var adder = counts.get(limit);
    if (adder == null) {
      throw new IllegalStateException("no counter of " + limit);
    }
    return adder;
  }
}
