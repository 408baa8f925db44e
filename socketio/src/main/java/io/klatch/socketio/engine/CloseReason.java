package io.klatch.socketio.engine;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.MalformedPacketException.Kind;

/// Why a session ended, under the reference's names.
public enum CloseReason {
  TRANSPORT_CLOSE("transport close"),
  TRANSPORT_ERROR("transport error"),
  PING_TIMEOUT("ping timeout"),
  /// What came is no packet of Engine.IO. What is one, but no packet of Socket.IO, is a reason for
  /// the server to close: `FORCED_CLOSE`.
  PARSE_ERROR("parse error"),
  /// The server closed the connection on purpose.
  FORCED_CLOSE("forced close"),
  /// The same after a packet that was not due, where the connection could not be closed at once.
  FORCED_SERVER_CLOSE("forced server close"),
  /// The reader was so slow that its outbox overflowed.
  SLOW_READER("transport error"),
  SERVER_SHUTTING_DOWN("server shutting down");

  private final String wireName;

  CloseReason(String wireName) {
    this.wireName = wireName;
  }

  /// What the reference says to a packet of Engine.IO that makes no sense.
  static CloseReason of(MalformedPacketException malformed) {
    return malformed.kind() == Kind.DIRECTION ? TRANSPORT_ERROR : PARSE_ERROR;
  }

  /// What the reference says to the content of a message that makes no sense.
  ///
  /// @param atOnce whether the connection can be closed now
  static CloseReason ofRefusal(MalformedPacketException malformed, boolean atOnce) {
    boolean undue = malformed.kind() == Kind.DIRECTION || malformed.kind() == Kind.NAMESPACE;
    return undue && !atOnce ? FORCED_SERVER_CLOSE : FORCED_CLOSE;
  }

  public String wireName() {
    return wireName;
  }
}
