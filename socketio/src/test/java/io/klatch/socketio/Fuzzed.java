package io.klatch.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.socketio.engine.FuzzedWire;
import io.klatch.socketio.packet.EnginePacketCodec;
import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.PacketLimits;
import io.klatch.socketio.packet.PollingPayload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The parsers of what clients send, given anything: they read it or refuse it, nothing else; and
/// what they have read can be sent on, in both forms.
final class Fuzzed {
  private static final PacketLimits LIMITS = PacketLimits.defaults();
  private static final JsonReader JSON = new JsonReader(LIMITS);
  private static final int BYTES_MAX = 1_000_000;

  private static final byte[] ATTACHMENT = {1, 2, 3};

  private Fuzzed() {}

  /// The first byte says which parser reads the rest.
  static void any(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var rest = Arrays.copyOfRange(input, 1, input.length);
    switch (input[0]) {
      case 'e' -> engine(new String(rest, UTF_8));
      case 'm' -> msgpack(rest);
      case 'h' -> FuzzedWire.requests(rest);
      case 'w' -> FuzzedWire.frames(rest);
      case 'z' -> FuzzedWire.inflate(rest);
      default -> json(new String(rest, UTF_8), ATTACHMENT);
    }
  }

  static void engine(String text) {
    try {
      for (var packet : PollingPayload.decode(text)) {
        var again = EnginePacketCodec.encode(packet);
        if (PollingPayload.decode(again).size() != 1) {
          throw new AssertionError("one packet has become more: " + again);
        }
      }
    } catch (MalformedPacketException _) {
      // Refused.
    }
  }

  static void json(String text, byte[] attachment) {
    var reader = new JsonPacketReader(LIMITS, JSON, BYTES_MAX);
    try {
      var packet = reader.text(text);
      for (int i = 0; packet == null && i < LIMITS.attachmentsMax(); i++) {
        packet = reader.binary(attachment);
      }
      used(packet);
    } catch (MalformedPacketException _) {
      // Refused.
    }
  }

  static void msgpack(byte[] bytes) {
    try {
      used(new MsgpackPacketReader(LIMITS).binary(bytes));
    } catch (MalformedPacketException _) {
      // Refused.
    }
  }

  /// As a connection and an application that echoes would.
  private static void used(@Nullable Packet packet) throws MalformedPacketException {
    if (packet == null) {
      throw new AssertionError("neither read nor refused");
    }
    switch (packet.type()) {
      case CONNECT -> packet.auth();
      case EVENT, BINARY_EVENT -> echoed(packet);
      case ACK, BINARY_ACK -> packet.args();
      case DISCONNECT, CONNECT_ERROR -> {}
    }
  }

  private static void echoed(Packet packet) throws MalformedPacketException {
    var args = packet.args();
    var name = Packet.eventName(args);
    try {
      var written = Json.writeArgs(name, args.subList(1, args.size()).toArray());
      JSON.parseArgs(new String(written.text(), UTF_8), written.attachments());
    } catch (IllegalArgumentException refused) {
      if (!String.valueOf(refused.getMessage()).contains("attachments, at most")) {
        throw refused;
      }
    }
    MsgpackWriter.write(Json.array(args.toArray()));
  }
}
