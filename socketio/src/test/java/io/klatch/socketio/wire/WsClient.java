package io.klatch.socketio.wire;

import io.klatch.socketio.wire.HttpWire.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An Engine.IO client over a WebSocket that writes its frames itself.
public final class WsClient implements AutoCloseable {
  public static final int FIN = 0x80;
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /// RFC 6455: a close frame without a status.
  public static final int NO_STATUS = 1005;

  /// RFC 6455: no close frame at all.
  public static final int ABNORMAL = 1006;

  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

  /// A frame of the server.
  public record Frame(int opcode, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  private final HttpWire wire;

  private WsClient(HttpWire wire) {
    this.wire = wire;
  }

  /// Connects and reads the handshake packet.
  public static WsClient open(int port) {
    var client = connect(port, "");
    PollingClient.sidOf(client.text());
    return client;
  }

  /// Connects to the namespace `/` of a Socket.IO server.
  public static WsClient joined(int port) {
    var client = open(port);
    client.join("/", "");
    return client;
  }

  /// @return the answer of CONNECT
  public String join(String namespace, String auth) {
    send("40" + (namespace.equals("/") ? "" : namespace + ",") + auth);
    return text();
  }

  /// As `open`, with little room for what is not read.
  public static WsClient openNarrow(int port) {
    var client = connect(HttpWire.connectNarrow(port), "");
    PollingClient.sidOf(client.text());
    return client;
  }

  /// Completes the WebSocket handshake and reads nothing more.
  public static WsClient connect(int port, String query) {
    return connect(HttpWire.connect(port), query);
  }

  private static WsClient connect(HttpWire wire, String query) {
    var answer = handshake(wire, "EIO=4&transport=websocket" + query);
    if (answer.status() != 101) {
      throw new AssertionError("no WebSocket: " + answer);
    }
    return new WsClient(wire);
  }

  /// A request for a WebSocket, and what became of it.
  public static Answer handshake(HttpWire wire, String query, String... headers) {
    wire.write(handshakeRequest(query, headers));
    return wire.receive();
  }

  public static byte[] handshakeRequest(String query, String... headers) {
    var all =
        new ArrayList<>(
            List.of(
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    all.addAll(List.of(headers));
    return HttpWire.request("GET", "/socket.io/?" + query, "", all.toArray(String[]::new));
  }

  /// Speaks frames on a connection whose handshake is done.
  public static WsClient on(HttpWire wire) {
    return new WsClient(wire);
  }

  public void send(String text) {
    write(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public void send(byte[] bytes) {
    write(FIN | BINARY, bytes);
  }

  public void write(int firstByte, byte[] payload) {
    wire.write(frame(firstByte, payload));
  }

  /// Bytes as they are.
  public void writeRaw(byte[] bytes) {
    wire.write(bytes);
  }

  /// A masked frame.
  public static byte[] frame(int firstByte, byte[] payload) {
    var frame = ByteBuffer.allocate(payload.length + 14).put((byte) firstByte);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % 4]));
    }
    var bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  /// The next frame, whatever it is.
  public Frame frame() {
    int first = wire.read();
    if (first < 0) {
      return new Frame(CLOSE, statusBytes(ABNORMAL));
    }
    if ((first & FIN) == 0) {
      throw new AssertionError("the server fragments");
    }
    int length = wire.read();
    if (length == 126) {
      length = ByteBuffer.wrap(wire.read(2)).getShort() & 0xffff;
    } else if (length == 127) {
      length = Math.toIntExact(ByteBuffer.wrap(wire.read(8)).getLong());
    }
    return new Frame(first & 0x0f, wire.read(length));
  }

  /// The next frame, which must be text.
  public String text() {
    var frame = frame();
    if (frame.opcode() != TEXT) {
      throw new AssertionError("frame " + frame.opcode() + " where text was due: " + frame.text());
    }
    return frame.text();
  }

  public List<String> texts(int count) {
    var texts = new ArrayList<String>(count);
    while (texts.size() < count) {
      texts.add(text());
    }
    return texts;
  }

  /// The next frame, which must be binary.
  public byte[] binary() {
    var frame = frame();
    if (frame.opcode() != BINARY) {
      throw new AssertionError(
          "frame " + frame.opcode() + " where bytes were due: " + frame.text());
    }
    return frame.payload();
  }

  /// Reads on until the server closes.
  ///
  /// @return the status of its close frame, `NO_STATUS` or `ABNORMAL`
  public int closeStatus() {
    var frame = frame();
    while (frame.opcode() != CLOSE) {
      frame = frame();
    }
    int length = frame.payload().length;
    return length == 0 ? NO_STATUS : ByteBuffer.wrap(frame.payload()).getShort() & 0xffff;
  }

  public static byte[] statusBytes(int status) {
    return new byte[] {(byte) (status >> 8), (byte) status};
  }

  @Override
  public void close() {
    wire.close();
  }
}
