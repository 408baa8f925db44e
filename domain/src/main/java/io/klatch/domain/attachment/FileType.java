package io.klatch.domain.attachment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/// What a file is by its first bytes, whatever it says it is. The table is of our own: what matters
/// is to be certain of the few types a browser may show by itself; all else is bytes to keep.
public enum FileType {
  JPEG("image/jpeg", true, starts("\u00ff\u00d8\u00ff")),
  PNG("image/png", true, starts("\u0089PNG\r\n\u001a\n")),
  GIF("image/gif", true, starts("GIF87a").or(starts("GIF89a"))),
  WEBP("image/webp", true, starts("RIFF").and(at(8, "WEBP"))),
  AVIF("image/avif", true, brand("avif", "avis")),
  HEIC("image/heic", false, brand("heic", "heix", "mif1", "msf1")),
  BMP("image/bmp", false, starts("BM").and(at(6, "\0\0\0\0"))),
  TIFF("image/tiff", false, starts("II*\0").or(starts("MM\0*"))),
  M4A("audio/mp4", true, brand("M4A ", "M4B ")),
  QUICKTIME("video/quicktime", false, brand("qt  ")),
  MP4(
      "video/mp4",
      true,
      brand(
          "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "MSNV", "dash",
          "3gp4", "3gp5", "3gp6")),
  WEBM("video/webm", true, starts("\u001aE\u00df\u00a3").and(has("webm", 64))),
  OPUS("audio/ogg", true, starts("OggS").and(has("OpusHead", 64).or(has("\u0001vorbis", 64)))),
  OGG("video/ogg", true, starts("OggS")),
  MP3("audio/mpeg", true, starts("ID3").or(FileType::isMpegAudio)),
  WAV("audio/wav", true, starts("RIFF").and(at(8, "WAVE"))),
  FLAC("audio/flac", true, starts("fLaC")),
  AAC("audio/aac", true, starts("\u00ff\u00f1").or(starts("\u00ff\u00f9"))),
  PDF("application/pdf", false, starts("%PDF-")),
  ZIP("application/zip", false, starts("PK\u0003\u0004").or(starts("PK\u0005\u0006"))),
  GZIP("application/gzip", false, starts("\u001f\u008b")),
  SEVEN_ZIP("application/x-7z-compressed", false, starts("7z\u00bc\u00af'\u001c")),
  TEXT("text/plain", false, FileType::isText),
  BYTES("application/octet-stream", false, _ -> true);

  /// As many of the first bytes as are looked at.
  public static final int HEAD_BYTES = 4_096;

  private final String wire;
  private final boolean shown;

  @SuppressWarnings("ImmutableEnumChecker") // Pure functions.
  private final Predicate<byte[]> test;

  FileType(String wire, boolean shown, Predicate<byte[]> test) {
    this.wire = wire;
    this.shown = shown;
    this.test = test;
  }

  /// @param head the first [#HEAD_BYTES], or all there are
  public static FileType of(byte[] head) {
    for (var type : values()) {
      if (type.test.test(head)) {
        return type;
      }
    }
    return BYTES;
  }

  /// Reads what [#wire] wrote.
  public static FileType parse(String wire) {
    for (var type : values()) {
      if (type.wire.equals(wire)) {
        return type;
      }
    }
    return BYTES;
  }

  /// As in HTTP and in messages.
  public String wire() {
    return wire;
  }

  /// Whether a browser may show it by itself: it cannot hold anything that runs.
  public boolean isShown() {
    return shown;
  }

  public boolean isPicture() {
    return wire.startsWith("image/");
  }

  private static Predicate<byte[]> starts(String magic) {
    return at(0, magic);
  }

  private static Predicate<byte[]> at(int place, String magic) {
    var bytes = magic.getBytes(ISO_8859_1);
    return head ->
        head.length >= place + bytes.length
            && Arrays.equals(head, place, place + bytes.length, bytes, 0, bytes.length);
  }

  /// Within the first `limit` bytes.
  private static Predicate<byte[]> has(String magic, int limit) {
    return head -> new String(head, 0, Math.min(head.length, limit), ISO_8859_1).contains(magic);
  }

  /// Of a file of boxes (ISO/IEC 14496-12).
  private static Predicate<byte[]> brand(String... brands) {
    var isBoxes = at(4, "ftyp");
    return head ->
        isBoxes.test(head) && Arrays.stream(brands).anyMatch(brand -> at(8, brand).test(head));
  }

  /// A frame of layer III without a tag before it.
  private static boolean isMpegAudio(byte[] head) {
    return head.length > 3
        && (head[0] & 0xff) == 0xff
        && ((head[1] & 0xff) == 0xfb || (head[1] & 0xff) == 0xf3 || (head[1] & 0xff) == 0xf2);
  }

  /// UTF-8 without control characters; a character may be cut off at the end of what is looked at.
  private static boolean isText(byte[] head) {
    if (head.length == 0) {
      return false;
    }
    for (var b : head) {
      var control = (b >= 0 && b < 0x20) || b == 0x7f;
      if (control && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
        return false;
      }
    }
    for (var cut = 0; cut < 4 && cut < head.length; cut++) {
      if (isUtf8(head, head.length - cut)) {
        return true;
      }
      if (head.length < HEAD_BYTES) {
        return false;
      }
    }
    return false;
  }

  private static boolean isUtf8(byte[] bytes, int length) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
