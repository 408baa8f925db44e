package io.klatch.socketio.engine;

/// Why a session ended, under the reference's names.
public enum CloseReason {
  TRANSPORT_CLOSE("transport close"),
  TRANSPORT_ERROR("transport error"),
  PING_TIMEOUT("ping timeout"),
  PARSE_ERROR("parse error"),
  /// The server closed the connection on purpose.
  FORCED_CLOSE("forced close"),
  /// The reader was so slow that its outbox overflowed.
  SLOW_READER("transport error"),
  SERVER_SHUTTING_DOWN("server shutting down");

  private final String wireName;

  CloseReason(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
