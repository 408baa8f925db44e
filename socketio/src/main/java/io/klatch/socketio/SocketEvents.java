package io.klatch.socketio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The listening side of a socket. What is registered here is this socket's own and is gone with
/// it; listeners for all sockets of a namespace are registered there, once.
///
/// Listeners of client events, guards and disconnect listeners run in the connection's turn: one at
/// a time, in order, on a virtual thread, and may block.
public abstract sealed class SocketEvents permits Socket {
  @GuardedBy("this")
  private @Nullable SocketListeners listeners;

  abstract void outgoingIsHeard();

  private synchronized SocketListeners own() {
    if (listeners == null) {
      listeners = new SocketListeners();
    }
    return listeners;
  }

  /// Null if there has never been any.
  synchronized @Nullable SocketListeners listeners() {
    return listeners;
  }

  /// Adds a listener of an event. If a socket has listeners of an event, the namespace's listeners
  /// of that event are not called for it.
  public void on(String event, EventListener listener) {
    own().on(event, listener);
  }

  /// As `on`, for the next such event only.
  public void once(String event, EventListener listener) {
    own().once(event, listener);
  }

  /// Takes away what `on` or `once` has added.
  public void off(String event, EventListener listener) {
    own().off(event, listener);
  }

  /// Takes away all listeners of an event.
  public void off(String event) {
    own().off(event);
  }

  /// Adds a listener of every event, called before guards and other listeners.
  public void onAny(EventListener listener) {
    own().onAny(listener);
  }

  /// As `onAny`, before those that are there.
  public void prependAny(EventListener listener) {
    own().prependAny(listener);
  }

  public void offAny(EventListener listener) {
    own().offAny(listener);
  }

  /// Takes away all listeners of every event.
  public void offAny() {
    own().offAny(null);
  }

  /// Adds a listener of every event that is emitted to this socket; acknowledgements are none.
  public void onAnyOutgoing(OutgoingListener listener) {
    own().onAnyOutgoing(listener);
    outgoingIsHeard();
  }

  /// As `onAnyOutgoing`, before those that are there.
  public void prependAnyOutgoing(OutgoingListener listener) {
    own().prependAnyOutgoing(listener);
    outgoingIsHeard();
  }

  public void offAnyOutgoing(OutgoingListener listener) {
    own().offAnyOutgoing(listener);
  }

  public void offAnyOutgoing() {
    own().offAnyOutgoing(null);
  }

  /// Adds a guard that every event must pass, in the order they were added.
  public void use(EventGuard guard) {
    own().use(guard);
  }

  /// Told when a guard refuses an event: where the reference emits `error` on its socket.
  public void onRefused(EventRefusedListener listener) {
    own().onRefused(listener);
  }

  /// Told before the socket leaves its rooms.
  public void onDisconnecting(DisconnectListener listener) {
    own().onDisconnecting(listener);
  }

  /// Told after the socket has left its rooms.
  public void onDisconnect(DisconnectListener listener) {
    own().onDisconnect(listener);
  }

  List<DisconnectListener> disconnectingListeners() {
    var there = listeners();
    return there == null ? List.of() : there.disconnecting();
  }

  List<DisconnectListener> disconnectListeners() {
    var there = listeners();
    return there == null ? List.of() : there.disconnect();
  }
}
