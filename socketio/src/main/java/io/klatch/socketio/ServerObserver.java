package io.klatch.socketio;

/// Sees what becomes of all sockets of a server, without being one of its listeners: for
/// instruments.
///
/// Called from any thread, also while a socket's lock is held and in the middle of a broadcast: an
/// implementation takes note and returns; it never blocks, and calls no socket back.
public interface ServerObserver {
  /// A client is in its namespace; called before the application's connection listeners.
  default void connected(Socket socket) {}

  /// Called after the socket has left its rooms, before the application's disconnect listeners.
  default void disconnected(Socket socket, DisconnectReason reason) {}

  /// The room that bears the socket's id is not told of.
  default void joined(Socket socket, String room) {}

  default void left(Socket socket, String room) {}

  /// A client has emitted an event; called before the application's guards and listeners.
  default void received(Socket socket, Event event) {}

  /// A message goes out to one socket.
  default void sending(Socket receiver, Message message) {}

  /// A message goes out to sockets of this process; called once, however many they are.
  default void broadcasting(Iterable<Socket> receivers, Message message) {}
}
