package io.klatch.bench.wire;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// As much of msgpack as packets of `socket.io-msgpack-parser` need: one binary message is one
/// packet, a map of `type`, `data`, `nsp` and perhaps `id`.
public final class Msgpack {

  public static final int CONNECT = 0;
  public static final int EVENT = 2;
  public static final int ACK = 3;

  private static final int FIXMAP = 0x80;
  private static final int FIXARRAY = 0x90;
  private static final int FIXSTR = 0xa0;
  private static final int FIXSTR_BYTES_MAX = 31;
  private static final int STR8 = 0xd9;
  private static final int STR16 = 0xda;

  private Msgpack() {}

  /// @param value of maps, lists (of at most 15 each), strings, and integers from 0 to 127
  public static byte[] write(Object value) {
    var out = new ByteArrayOutputStream();
    write(out, value);
    return out.toByteArray();
  }

  /// The packet's type, or -1 where there is none.
  public static int type(ByteBuf bytes, int start, int length) {
    int value = behind(bytes, start, length, "type");
    return value < 0 || value == start + length ? -1 : bytes.getByte(value);
  }

  /// Where the text of a string of `size` bytes begins that comes right behind the string `before`;
  /// -1 when there is none.
  public static int textBehind(ByteBuf bytes, int start, int length, String before, int size) {
    int head = behind(bytes, start, length, before);
    int headBytes = size <= FIXSTR_BYTES_MAX ? 1 : size <= 0xFF ? 2 : 3;
    if (head < 0 || head + headBytes + size > start + length) {
      return -1;
    }
    boolean fits =
        switch (headBytes) {
          case 1 -> bytes.getUnsignedByte(head) == (FIXSTR | size);
          case 2 -> bytes.getUnsignedByte(head) == STR8 && bytes.getUnsignedByte(head + 1) == size;
          default ->
              bytes.getUnsignedByte(head) == STR16 && bytes.getUnsignedShort(head + 1) == size;
        };
    return fits ? head + headBytes : -1;
  }

  private static int behind(ByteBuf bytes, int start, int length, String text) {
    int end = start + length - text.length();
    for (int at = start; at < end; at++) {
      if (bytes.getUnsignedByte(at) == (FIXSTR | text.length()) && isAt(bytes, at + 1, text)) {
        return at + 1 + text.length();
      }
    }
    return -1;
  }

  private static boolean isAt(ByteBuf bytes, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes.getByte(at + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        out.write(FIXMAP | map.size());
        map.forEach((key, of) -> {
          write(out, key);
          write(out, of);
        });
      }
      case List<?> list -> {
        out.write(FIXARRAY | list.size());
        list.forEach(element -> write(out, element));
      }
      case String text -> string(out, text.getBytes(StandardCharsets.UTF_8));
      case Integer number -> out.write(number);
      default -> throw new IllegalArgumentException("no msgpack for " + value.getClass());
    }
  }

  private static void string(ByteArrayOutputStream out, byte[] text) {
    if (text.length <= FIXSTR_BYTES_MAX) {
      out.write(FIXSTR | text.length);
    } else if (text.length <= 0xFF) {
      out.write(STR8);
      out.write(text.length);
    } else {
      out.write(STR16);
      out.write(text.length >> 8);
      out.write(text.length);
    }
    out.writeBytes(text);
  }
}
