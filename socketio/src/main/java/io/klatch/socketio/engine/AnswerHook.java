package io.klatch.socketio.engine;

import java.util.List;
import java.util.Map;

/// Adds headers to answers; the reference's `initial_headers` and `headers`.
@FunctionalInterface
public interface AnswerHook {
  /// Adds nothing, and costs nothing.
  AnswerHook NONE =
      new AnswerHook() {
        @Override
        public Map<String, List<String>> headers(Handshake request, boolean first) {
          return Map.of();
        }

        @Override
        public String toString() {
          return "none";
        }
      };

  /// Called for each request that is served, before it is; on a virtual thread, and may block for
  /// as long as `Access.askTimeout` says.
  ///
  /// @param first whether the request opens a session
  /// @return values by name; each value is a header of its own, as `Set-Cookie` needs
  Map<String, List<String>> headers(Handshake request, boolean first);
}
