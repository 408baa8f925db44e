package io.klatch.socketio;

/// Receives events of a client, one at a time and in order per connection, on a virtual thread; may
/// block.
@FunctionalInterface
public interface EventListener {
  void onEvent(Socket socket, Event event);
}
