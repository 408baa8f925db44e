package io.klatch.socketio;

/// Told of each event that a guard has refused, on a virtual thread.
@FunctionalInterface
public interface EventRefusedListener {
  void onRefused(Socket socket, Event event, EventDecision.Refuse refusal);
}
