package io.klatch.socketio.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A message ready for any transport: one text packet, one binary packet, or a text packet followed
/// by its attachments, which no other packet may come between.
///
/// Immutable; the arrays are not copied and must not change afterwards.
public final class EngineMessage {
  private static final byte[] NO_TEXT = new byte[0];

  /// With the type digit, as it stands on the wire; empty when there is no text packet.
  private final byte[] textPacket;

  private final List<byte[]> binaries;

  private EngineMessage(byte[] textPacket, List<byte[]> binaries) {
    this.textPacket = textPacket;
    this.binaries = binaries;
  }

  public static EngineMessage text(String text) {
    return packet("4" + text);
  }

  public static EngineMessage binary(byte[] bytes) {
    return new EngineMessage(NO_TEXT, List.of(bytes));
  }

  /// A text packet and its attachments, in wire form.
  ///
  /// @param textPacket UTF-8, beginning with the type digit `4`
  public static EngineMessage ofWire(byte[] textPacket, List<byte[]> attachments) {
    return new EngineMessage(textPacket, List.copyOf(attachments));
  }

  /// @param packet with its type digit
  static EngineMessage packet(String packet) {
    return new EngineMessage(packet.getBytes(StandardCharsets.UTF_8), List.of());
  }

  boolean hasText() {
    return textPacket.length > 0;
  }

  /// In wire form, empty if there is none.
  public byte[] textPacket() {
    return textPacket;
  }

  /// The attachments, or the one binary packet.
  public List<byte[]> binaries() {
    return binaries;
  }

  /// The text packet, if there is one, and the binary ones.
  public int packets() {
    return binaries.size() + (hasText() ? 1 : 0);
  }

  /// Bytes of all packets, without framing.
  public int bytes() {
    int sum = textPacket.length;
    for (var binary : binaries) {
      sum += binary.length;
    }
    return sum;
  }
}
