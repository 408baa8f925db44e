package io.klatch.socketio.packet;

import io.klatch.socketio.packet.MalformedPacketException.Kind;
import org.jspecify.annotations.Nullable;

/// Socket.IO packets as text: `<type>[<attachments>-][<namespace>,][<ack id>][<JSON>]`.
public final class SocketPacketCodec {
  private SocketPacketCodec() {}

  /// Reads all but the JSON, which the caller parses.
  ///
  /// @throws MalformedPacketException if a part is missing, out of bounds or not expected there
  public static SocketPacket decode(String text, PacketLimits limits)
      throws MalformedPacketException {
    return new Reader(text, limits).read();
  }

  /// All that stands before the JSON.
  public static String header(
      SocketPacket.Type type, String namespace, long ackId, int attachments) {
    var header = new StringBuilder().append(type.digit());
    if (type.binary()) {
      header.append(attachments).append('-');
    }
    if (!namespace.equals("/")) {
      header.append(namespace).append(',');
    }
    if (ackId != SocketPacket.NO_ACK) {
      header.append(ackId);
    }
    return header.toString();
  }

  private static final class Reader {
    private static final int COUNT_DIGITS_MAX = 4;
    private static final int ACK_ID_DIGITS_MAX = 16;

    private final String text;
    private final PacketLimits limits;
    private int at;

    Reader(String text, PacketLimits limits) {
      this.text = text;
      this.limits = limits;
    }

    SocketPacket read() throws MalformedPacketException {
      if (text.isEmpty()) {
        throw new MalformedPacketException(Kind.SOCKET_PACKET, "empty Socket.IO packet");
      }
      var type = SocketPacket.Type.ofDigit(text.charAt(at++));
      if (type == null) {
        throw new MalformedPacketException(Kind.SOCKET_PACKET, "unknown Socket.IO packet type");
      }
      int attachments = type.binary() ? attachments() : 0;
      String namespace = namespace();
      long ackId = ackId();
      var payload = at < text.length() ? text.substring(at) : null;
      check(type, ackId, payload);
      return new SocketPacket(type, namespace, ackId, attachments, payload);
    }

    private int attachments() throws MalformedPacketException {
      int dash = text.indexOf('-', at);
      if (dash <= at || dash - at > COUNT_DIGITS_MAX) {
        throw new MalformedPacketException(Kind.ATTACHMENT_COUNT, "bad attachment count");
      }
      long count = digits(dash, Kind.ATTACHMENT_COUNT);
      if (count < 1 || count > limits.attachmentsMax()) {
        throw new MalformedPacketException(
            Kind.ATTACHMENT_COUNT, "attachment count out of 1–" + limits.attachmentsMax());
      }
      at = dash + 1;
      return (int) count;
    }

    private String namespace() throws MalformedPacketException {
      if (at >= text.length() || text.charAt(at) != '/') {
        return "/";
      }
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      if (end - at > limits.namespaceCharsMax()) {
        throw new MalformedPacketException(Kind.NAMESPACE, "namespace too long");
      }
      String namespace = text.substring(at, end);
      at = comma < 0 ? end : comma + 1;
      // Clients of the reference may append a query to the name; it takes no part in the lookup.
      int query = namespace.indexOf('?');
      return query < 0 ? namespace : namespace.substring(0, query);
    }

    private long ackId() throws MalformedPacketException {
      int end = at;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      if (end == at) {
        return SocketPacket.NO_ACK;
      }
      if (end - at > ACK_ID_DIGITS_MAX) {
        throw new MalformedPacketException(Kind.ACK_ID, "ack id too large");
      }
      long id = digits(end, Kind.ACK_ID);
      if (id > SocketPacket.ACK_ID_MAX) {
        throw new MalformedPacketException(Kind.ACK_ID, "ack id too large");
      }
      at = end;
      return id;
    }

    private long digits(int end, Kind kind) throws MalformedPacketException {
      long value = 0;
      for (int i = at; i < end; i++) {
        if (!isDigit(text.charAt(i))) {
          throw new MalformedPacketException(kind, "digit expected");
        }
        value = value * 10 + (text.charAt(i) - '0');
      }
      return value;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static void check(SocketPacket.Type type, long ackId, @Nullable String payload)
        throws MalformedPacketException {
      boolean fits =
          switch (type) {
            case CONNECT -> ackId == SocketPacket.NO_ACK;
            case DISCONNECT -> ackId == SocketPacket.NO_ACK && payload == null;
            case EVENT, BINARY_EVENT -> payload != null;
            case ACK, BINARY_ACK -> ackId != SocketPacket.NO_ACK && payload != null;
            case CONNECT_ERROR -> false;
          };
      if (!fits) {
        throw new MalformedPacketException(
            Kind.SOCKET_PACKET, "parts do not fit a " + type + " packet");
      }
    }
  }
}
