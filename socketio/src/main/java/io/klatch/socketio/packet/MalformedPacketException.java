package io.klatch.socketio.packet;

/// Input that no correct client sends. Ends the session that sent it; carries no stack trace
/// because the sender decides how often it is thrown.
public final class MalformedPacketException extends Exception {
  /// What was wrong; one label each of the metric that counts refusals.
  public enum Kind {
    /// An Engine.IO packet that is empty, of no known type, or of bytes that are no base64.
    ENGINE_PACKET,
    /// A packet that only a server sends, or that does not belong where the session stands.
    DIRECTION,
    /// A Socket.IO packet of no known type, or with a part that its type does not have.
    SOCKET_PACKET,
    /// A namespace's name that is too long, or a namespace that is not connected.
    NAMESPACE,
    ACK_ID,
    /// More attachments than allowed, or a count that is none.
    ATTACHMENT_COUNT,
    /// An attachment that is missing, not expected or, with the others, too large.
    ATTACHMENT,
    /// A placeholder of no attachment, or too many of one.
    PLACEHOLDER,
    /// No JSON, or beyond its limits of depth, string or number.
    JSON,
    /// No msgpack, or beyond its limits.
    MSGPACK,
    /// JSON or msgpack, but not what the packet needs: an array, an object.
    PAYLOAD,
    EVENT_NAME
  }

  private final Kind kind;

  public MalformedPacketException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
