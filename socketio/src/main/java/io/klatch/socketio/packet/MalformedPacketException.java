package io.klatch.socketio.packet;

/// Input that no correct client sends. Ends the session that sent it; carries no stack trace
/// because the sender decides how often it is thrown.
public final class MalformedPacketException extends Exception {
  public MalformedPacketException(String message) {
    super(message, null, false, false);
  }
}
