package io.klatch.socketio.packet;

import java.util.ArrayList;
import java.util.List;

/// The body of a polling request: packets separated by U+001E.
public final class PollingPayload {
  public static final char SEPARATOR = '\u001e';

  private PollingPayload() {}

  /// @param body bounded by the caller, who limits the bytes of a request
  /// @throws MalformedPacketException if any part is malformed; then none of the packets counts
  public static List<EnginePacket> decode(String body) throws MalformedPacketException {
    var packets = new ArrayList<EnginePacket>();
    int start = 0;
    while (true) {
      int end = body.indexOf(SEPARATOR, start);
      if (end < 0) {
        packets.add(EnginePacketCodec.decodePolled(body.substring(start)));
        return packets;
      }
      packets.add(EnginePacketCodec.decodePolled(body.substring(start, end)));
      start = end + 1;
    }
  }

  public static String encode(List<EnginePacket> packets) {
    var body = new StringBuilder();
    for (var packet : packets) {
      if (!body.isEmpty()) {
        body.append(SEPARATOR);
      }
      body.append(EnginePacketCodec.encode(packet));
    }
    return body.toString();
  }
}
