package io.klatch.socketio.engine;

import java.util.Locale;

/// The limits whose reaching is counted: what a peer was refused, cut off or slowed down for.
public enum Limit {
  /// A request's line and headers did not end in time: 408.
  HEAD_TIMEOUT,
  /// A request's body did not end in time: 408.
  BODY_TIMEOUT,
  /// A client did not take its answer.
  ANSWER_TIMEOUT,
  /// A request's line was too long: 414.
  LINE_BYTES,
  /// A request's headers were too long: 431.
  HEAD_BYTES,
  /// A request had too many headers: 431.
  HEADERS,
  /// A request's body was too large: 413.
  BODY_BYTES,
  /// What came of a body after its answer was more than is read and thrown away: cut off.
  REFUSED_BYTES,
  /// A WebSocket message came in too many frames: 1008.
  FRAGMENTS,
  /// A WebSocket message was too large: 1009.
  MESSAGE_BYTES,
  /// A WebSocket message did not end in time: 1008.
  MESSAGE_TIMEOUT,
  /// A client pinged and did not read: 1008.
  PONGS,
  /// A client read more slowly than it was sent to.
  OUTBOX_BYTES,
  /// A client sent faster than it may, and reading paused.
  RATE,
  /// A client sent faster than its packets were handled, and reading paused.
  INBOX_PACKETS,
  /// A packet's attachments did not come in time.
  ATTACHMENT_TIMEOUT,
  /// A client stayed connected to no namespace.
  CONNECT_TIMEOUT,
  /// A client asked for one namespace too many.
  NAMESPACES,
  /// A client was refused by namespaces too often.
  REFUSED_CONNECTS;

  /// For metrics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
