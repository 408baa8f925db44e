package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Latencies;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// How long everything took in a chat, while it is measured.
///
/// Confined to the crowd's loop.
final class ChatTimes {

  /// What is timed.
  enum What {
    /// From a send to its acknowledgement, which means "on disk".
    ack,
    /// From a send to each member's `message:new`.
    receive,
    /// The same, where the message names the member.
    mention,
    /// From the first message that an `unread:update` counts to that event.
    unread,
    /// From the first SYN to the confirmation of CONNECT.
    connect,
    /// From `joinRoom` to its answer.
    join,
    /// From `message:history` of 50 messages to its answer.
    history
  }

  private final Map<What, Latencies> latencies = new EnumMap<>(What.class);
  private boolean open;

  ChatTimes() {
    for (What what : What.values()) {
      latencies.put(what, new Latencies());
    }
  }

  void open() {
    latencies.values().forEach(Latencies::clear);
    open = true;
  }

  /// @param dueNanos when it was due; 0 for what nobody waits for
  void record(What what, Client client, long dueNanos) {
    if (open && dueNanos != 0) {
      of(what).record(client.readAtNanos() - dueNanos);
    }
  }

  long count(What what) {
    return of(what).count();
  }

  Figures close(Figures figures) {
    open = false;
    latencies.forEach(
        (what, those) -> figures.with(what + "_", those).with(what + "_count", those.count()));
    return figures;
  }

  private Latencies of(What what) {
    return Objects.requireNonNull(latencies.get(what));
  }
}
