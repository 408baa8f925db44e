package io.klatch.socketio.packet;

/// What one Socket.IO packet of a client may be at most. Its bytes, those of its attachments
/// included, are bounded by the engine's `payloadBytesMax`.
///
/// @param attachmentsMax binary messages that may follow one packet
/// @param referencedBytesMax bytes of attachments, each counted as often as a placeholder names it:
///   what the arguments come to if somebody writes them out again
/// @param namespaceCharsMax length of a namespace's name
/// @param jsonDepthMax arrays and objects within each other
/// @param jsonStringCharsMax length of one string or property name
/// @param jsonNumberCharsMax length of one number
public record PacketLimits(
    int attachmentsMax,
    int referencedBytesMax,
    int namespaceCharsMax,
    int jsonDepthMax,
    int jsonStringCharsMax,
    int jsonNumberCharsMax) {

  /// Beyond it, what walks a tree by calling itself could exhaust a stack.
  public static final int JSON_DEPTH_HIGHEST = 1_000;

  public PacketLimits {
    within("attachmentsMax", attachmentsMax, 1, 1_000);
    within("referencedBytesMax", referencedBytesMax, 1_000, Integer.MAX_VALUE);
    within("namespaceCharsMax", namespaceCharsMax, 1, 65_536);
    within("jsonDepthMax", jsonDepthMax, 1, JSON_DEPTH_HIGHEST);
    within("jsonStringCharsMax", jsonStringCharsMax, 1, Integer.MAX_VALUE);
    within("jsonNumberCharsMax", jsonNumberCharsMax, 1, 10_000);
  }

  public static PacketLimits defaults() {
    return new PacketLimits(SocketPacket.ATTACHMENTS_MAX, 8_000_000, 256, 200, 1_000_000, 400);
  }

  private static void within(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed: " + min + " to " + max);
    }
  }
}
