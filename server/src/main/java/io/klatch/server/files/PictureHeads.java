package io.klatch.server.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.klatch.domain.attachment.Extent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// What the JDK does not read of pictures' heads. Pure functions; what makes no sense says nothing.
final class PictureHeads {
  /// The largest segment of a JPEG and what may stand before it.
  static final int BYTES = 131_072;

  private static final int ORIENTATION = 0x0112;
  private static final int ENTRIES_MAX = 100;

  private PictureHeads() {}

  /// Of a WebP, in any of its three forms.
  static @Nullable Extent webp(byte[] head) {
    if (head.length < 30) {
      return null;
    }
    var bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    var form = new String(head, 12, 4, ISO_8859_1);
    return switch (form) {
      case "VP8X" -> extent(three(bytes, 24) + 1, three(bytes, 27) + 1);
      case "VP8L" -> {
        var bits = bytes.getInt(21);
        yield extent((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
      }
      case "VP8 " -> extent(bytes.getShort(26) & 0x3fff, bytes.getShort(28) & 0x3fff);
      default -> null;
    };
  }

  private static int three(ByteBuffer bytes, int at) {
    return (bytes.getShort(at) & 0xffff) | (bytes.get(at + 2) & 0xff) << 16;
  }

  private static @Nullable Extent extent(int width, int height) {
    return width < 1 || height < 1 ? null : new Extent(width, height);
  }

  /// Of a JPEG: what its EXIF says of it.
  static Turn turn(byte[] head) {
    try {
      var exif = exif(ByteBuffer.wrap(head));
      return exif == null ? Turn.NONE : Turn.of(orientation(exif));
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException _) {
      return Turn.NONE;
    }
  }

  /// The TIFF structure in the segment APP1; null when there is none before the picture itself.
  private static @Nullable ByteBuffer exif(ByteBuffer jpeg) {
    jpeg.position(2);
    while (jpeg.remaining() >= 4 && (jpeg.get() & 0xff) == 0xff) {
      int marker = jpeg.get() & 0xff;
      int length = (jpeg.getShort() & 0xffff) - 2;
      var segment = jpeg.slice(jpeg.position(), length);
      if (marker == 0xe1 && length > 14 && isExif(segment)) {
        return segment.slice(6, length - 6);
      }
      if (marker == 0xda) {
        return null;
      }
      jpeg.position(jpeg.position() + length);
    }
    return null;
  }

  private static boolean isExif(ByteBuffer segment) {
    return segment.getInt(0) == 0x45786966 && segment.getShort(4) == 0;
  }

  private static int orientation(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = tiff.getInt(4);
    int entries = Math.min(tiff.getShort(at) & 0xffff, ENTRIES_MAX);
    for (int i = 0; i < entries; i++) {
      int entry = at + 2 + i * 12;
      if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
        return tiff.getShort(entry + 8);
      }
    }
    return 1;
  }
}
