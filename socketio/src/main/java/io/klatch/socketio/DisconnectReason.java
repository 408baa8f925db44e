package io.klatch.socketio;

import io.klatch.socketio.engine.CloseReason;

/// Why a socket left its namespace, under the reference's names.
public enum DisconnectReason {
  CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),
  SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),
  TRANSPORT_CLOSE("transport close"),
  TRANSPORT_ERROR("transport error"),
  PING_TIMEOUT("ping timeout"),
  PARSE_ERROR("parse error"),
  FORCED_CLOSE("forced close"),
  FORCED_SERVER_CLOSE("forced server close"),
  SERVER_SHUTTING_DOWN("server shutting down");

  private final String wireName;

  DisconnectReason(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  static DisconnectReason of(CloseReason reason) {
    return switch (reason) {
      case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
      case TRANSPORT_ERROR, SLOW_READER -> TRANSPORT_ERROR;
      case PING_TIMEOUT -> PING_TIMEOUT;
      case PARSE_ERROR -> PARSE_ERROR;
      case FORCED_CLOSE -> FORCED_CLOSE;
      case FORCED_SERVER_CLOSE -> FORCED_SERVER_CLOSE;
      case SERVER_SHUTTING_DOWN -> SERVER_SHUTTING_DOWN;
    };
  }
}
