package io.klatch.bench.floor;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Finds things in a packet where it stands in the channel's buffer; valid as long as that is.
///
/// @param start of the packet in `bytes`
record PacketScan(ByteBuf bytes, int start, int length) {

  boolean startsWith(String text) {
    return length >= text.length() && isAt(start, text);
  }

  boolean contains(String text) {
    return behind(text) >= 0;
  }

  /// The digits between `42` and the array; empty when no acknowledgement is wanted.
  String acknowledgementId() {
    int from = start + 2;
    return string(from, endOf(from, '['));
  }

  /// What stands between `key`, its quote included, and the next quote.
  String after(String key) {
    int from = behind(key);
    if (from < 0) {
      throw new IllegalArgumentException("no " + key + " in the packet");
    }
    return string(from, endOf(from, '"'));
  }

  private int behind(String text) {
    for (int at = start; at + text.length() <= start + length; at++) {
      if (isAt(at, text)) {
        return at + text.length();
      }
    }
    return -1;
  }

  private boolean isAt(int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes.getByte(at + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int endOf(int from, char end) {
    int found = bytes.indexOf(from, start + length, (byte) end);
    if (found < 0) {
      throw new IllegalArgumentException("no " + end + " in the rest of the packet");
    }
    return found;
  }

  private String string(int from, int to) {
    return bytes.toString(from, to - from, StandardCharsets.UTF_8);
  }
}
