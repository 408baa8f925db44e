package io.klatch.socketio.packet;

import org.jspecify.annotations.Nullable;

/// The text part of one Socket.IO v5 packet.
///
/// @param namespace begins with `/`
/// @param ackId −1 when the sender wants no acknowledgement; at most 2^53 − 1
/// @param attachments how many binary messages follow; 0 unless the type is binary
/// @param payload JSON text not yet looked at, or null
public record SocketPacket(
    Type type, String namespace, long ackId, int attachments, @Nullable String payload) {

  public static final long NO_ACK = -1;

  /// The largest acknowledgement id: JavaScript's `Number.MAX_SAFE_INTEGER`.
  public static final long ACK_ID_MAX = (1L << 53) - 1;

  /// The most binary attachments of one packet that clients take; the reference's limit since
  /// socket.io-parser 4.2.6.
  public static final int ATTACHMENTS_MAX = 10;

  /// What a packet is, with the digit that says so.
  public enum Type {
    CONNECT('0'),
    DISCONNECT('1'),
    EVENT('2'),
    ACK('3'),
    CONNECT_ERROR('4'),
    BINARY_EVENT('5'),
    BINARY_ACK('6');

    private final char digit;

    Type(char digit) {
      this.digit = digit;
    }

    public boolean binary() {
      return this == BINARY_EVENT || this == BINARY_ACK;
    }

    /// As the msgpack parser writes it.
    public int number() {
      return digit - '0';
    }

    char digit() {
      return digit;
    }

    static @Nullable Type ofDigit(char digit) {
      return switch (digit) {
        case '0' -> CONNECT;
        case '1' -> DISCONNECT;
        case '2' -> EVENT;
        case '3' -> ACK;
        case '4' -> CONNECT_ERROR;
        case '5' -> BINARY_EVENT;
        case '6' -> BINARY_ACK;
        default -> null;
      };
    }
  }
}
