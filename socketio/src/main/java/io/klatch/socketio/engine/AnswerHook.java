package io.klatch.socketio.engine;

import java.util.Map;

/// Adds headers to answers; the reference's `initial_headers` and `headers`.
@FunctionalInterface
public interface AnswerHook {
  /// Adds nothing, and costs nothing.
  AnswerHook NONE =
      new AnswerHook() {
        @Override
        public Map<String, String> headers(Handshake request, boolean first) {
          return Map.of();
        }

        @Override
        public String toString() {
          return "none";
        }
      };

  /// Called for each request that is served, before it is; on a virtual thread, and may block.
  ///
  /// @param first whether the request opens a session
  Map<String, String> headers(Handshake request, boolean first);
}
