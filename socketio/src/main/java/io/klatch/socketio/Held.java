package io.klatch.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What is emitted to a socket before its client is connected. Guarded by the socket.
final class Held {
  private final List<Message> messages = new ArrayList<>();
  private long bytes;

  /// @return the bytes of all that is held
  long add(Message message) {
    messages.add(message);
    bytes += message.bytes();
    return bytes;
  }

  void forEach(Consumer<Message> receiver) {
    messages.forEach(receiver);
  }
}
