package io.klatch.socketio.packet;

import org.jspecify.annotations.Nullable;

/// Socket.IO packets as text: `<type>[<attachments>-][<namespace>,][<ack id>][<JSON>]`.
public final class SocketPacketCodec {
  private SocketPacketCodec() {}

  /// Reads all but the JSON, which the caller parses.
  ///
  /// @throws MalformedPacketException if a part is missing, out of bounds or not expected there
  public static SocketPacket decode(String text) throws MalformedPacketException {
    return new Reader(text).read();
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
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    SocketPacket read() throws MalformedPacketException {
      if (text.isEmpty()) {
        throw new MalformedPacketException("empty Socket.IO packet");
      }
      var type = SocketPacket.Type.ofDigit(text.charAt(at++));
      if (type == null) {
        throw new MalformedPacketException("unknown Socket.IO packet type");
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
      if (dash <= at || dash - at > 2) {
        throw new MalformedPacketException("bad attachment count");
      }
      long count = digits(dash);
      if (count < 1 || count > SocketPacket.ATTACHMENTS_MAX) {
        throw new MalformedPacketException("attachment count out of 1–10");
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
      if (end - at > SocketPacket.NAMESPACE_LENGTH_MAX) {
        throw new MalformedPacketException("namespace too long");
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
      if (end - at > 16) {
        throw new MalformedPacketException("ack id too large");
      }
      long id = digits(end);
      if (id > SocketPacket.ACK_ID_MAX) {
        throw new MalformedPacketException("ack id too large");
      }
      at = end;
      return id;
    }

    private long digits(int end) throws MalformedPacketException {
      long value = 0;
      for (int i = at; i < end; i++) {
        if (!isDigit(text.charAt(i))) {
          throw new MalformedPacketException("digit expected");
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
        throw new MalformedPacketException("parts do not fit a " + type + " packet");
      }
    }
  }
}
