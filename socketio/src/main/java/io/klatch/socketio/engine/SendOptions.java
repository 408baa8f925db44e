package io.klatch.socketio.engine;

/// How one message travels.
///
/// @param isVolatile is lost where it could not be written at once: the transport is busy, nobody
///   polls, or an upgrade is under way; and goes first where an outbox overflows
/// @param compress whether a transport that compresses should compress it
public record SendOptions(boolean isVolatile, boolean compress) {
  public static final SendOptions DEFAULT = new SendOptions(false, true);
}
