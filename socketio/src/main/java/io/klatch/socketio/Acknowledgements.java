package io.klatch.socketio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Who waits for which acknowledgement of one socket's client. May be used from any thread; calls
/// listeners without its lock.
final class Acknowledgements {
  @GuardedBy("this")
  private @Nullable Map<Long, Adapter.AckListener> awaited;

  @GuardedBy("this")
  private boolean ended;

  /// @return false if the socket has ended
  synchronized boolean expect(long ackId, Adapter.AckListener listener) {
    if (ended) {
      return false;
    }
    if (awaited == null) {
      awaited = new HashMap<>();
    }
    awaited.put(ackId, listener);
    return true;
  }

  void forget(long ackId) {
    var _ = take(ackId);
  }

  private synchronized Adapter.@Nullable AckListener take(long ackId) {
    if (awaited == null) {
      return null;
    }
    var listener = awaited.remove(ackId);
    if (awaited.isEmpty()) {
      awaited = null;
    }
    return listener;
  }

  /// An id nobody waits for is ignored.
  void answer(long ackId, List<JsonNode> args) {
    var listener = take(ackId);
    if (listener != null) {
      listener.answered(args);
    }
  }

  void end() {
    List<Adapter.AckListener> unanswered;
    synchronized (this) {
      ended = true;
      unanswered = awaited == null ? List.of() : List.copyOf(awaited.values());
      awaited = null;
    }
    unanswered.forEach(Adapter.AckListener::gone);
  }
}
