package io.klatch.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A form that uploads (RFC 7578), read as it comes: part after part, none of them held in memory.
/// Netty's decoder would write each file to a place of its own first.
///
/// Used by one thread. A form that is not one, or ends early, is an [IOException].
public final class Multipart {
  private static final int HEAD_BYTES_MAX = 8_192;
  private static final int BUFFER_BYTES = 65_536;
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FILE_NAME =
      Pattern.compile(";\\s*filename=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]+))");
  private static final Pattern CODED_FILE_NAME =
      Pattern.compile(";\\s*filename\\*=UTF-8'[^']*'([^\\s;]+)", Pattern.CASE_INSENSITIVE);

  private final InputStream in;

  /// What ends a part: line break, dashes, boundary.
  private final byte[] delimiter;

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;

  /// What comes next; at first whatever stands before the first part.
  private Part current = new Part();

  private Multipart(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
    // The first delimiter may stand at the very beginning, without a line before it.
    buffer[0] = '\r';
    buffer[1] = '\n';
    this.to = 2;
  }

  /// A part that is a file.
  ///
  /// @param name as the client gives it: any string
  /// @param type as the client gives it
  /// @param content ends where the part does; valid until the next one is asked for
  public record File(String name, @Nullable String type, InputStream content) {}

  /// Null when the request has no such body.
  public static @Nullable Multipart of(Request request) {
    var type = request.header("Content-Type");
    var match = type == null ? null : BOUNDARY.matcher(type);
    if (match == null || !match.matches()) {
      return null;
    }
    var boundary = match.group(1) == null ? match.group(2) : match.group(1);
    return new Multipart(request.input(), boundary);
  }

  /// The next part that is a file; other fields are skipped. Null after the last one.
  public @Nullable File next() throws IOException {
    while (true) {
      current.skipAll();
      if (isLast()) {
        return null;
      }
      var head = head();
      var name = fileName(head);
      current = new Part();
      if (name != null) {
        return new File(name, header(head, "content-type"), current);
      }
    }
  }

  private boolean isLast() throws IOException {
    fill(2);
    if (to - from < 2) {
      throw new IOException("the form ends in the middle of a boundary");
    }
    return buffer[from] == '-' && buffer[from + 1] == '-';
  }

  /// The lines from behind a boundary to the empty line.
  private String head() throws IOException {
    var head = new ByteArrayOutputStream();
    var matched = 0;
    var end = "\r\n\r\n".getBytes(ISO_8859_1);
    while (matched < end.length) {
      fill(1);
      if (from == to || head.size() == HEAD_BYTES_MAX) {
        throw new IOException("the headers of a part do not end");
      }
      var b = buffer[from++];
      head.write(b);
      matched = b == end[matched] ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return head.toString(UTF_8);
  }

  private static @Nullable String fileName(String head) {
    var disposition = header(head, "content-disposition");
    if (disposition == null) {
      return null;
    }
    var coded = CODED_FILE_NAME.matcher(disposition);
    if (coded.find()) {
      return decoded(coded.group(1).replace("+", "%2B"));
    }
    var plain = FILE_NAME.matcher(disposition);
    if (!plain.find()) {
      return null;
    }
    // Browsers write a quotation mark in a name as %22; others escape it.
    return plain.group(1) == null
        ? plain.group(2)
        : plain.group(1).replaceAll("\\\\([\"\\\\])", "$1").replace("%22", "\"");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private static @Nullable String header(String head, String name) {
    for (var line : head.split("\r\n", -1)) {
      var colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return null;
  }

  /// Reads until `count` bytes are there, or the body ends.
  private void fill(int count) throws IOException {
    if (to - from >= count) {
      return;
    }
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    while (to < count) {
      var read = in.read(buffer, to, buffer.length - to);
      if (read < 0) {
        return;
      }
      to += read;
    }
  }

  /// The bytes up to the next delimiter, which is taken off with its end.
  private final class Part extends InputStream {
    private boolean ended;

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (length == 0) {
        return 0;
      }
      if (ended) {
        return -1;
      }
      fill(delimiter.length);
      var safe = safe(length);
      if (safe == 0) {
        if (to - from < delimiter.length) {
          throw new IOException("the form ends before its last boundary");
        }
        from += delimiter.length;
        ended = true;
        return -1;
      }
      System.arraycopy(buffer, from, bytes, offset, safe);
      from += safe;
      return safe;
    }

    void skipAll() throws IOException {
      var sink = new byte[8_192];
      while (read(sink, 0, sink.length) >= 0) {
        // Thrown away.
      }
    }

    /// How many bytes, at most `max`, belong to the part for certain: none can begin a delimiter.
    private int safe(int max) {
      var end = Math.min(to, from + max);
      for (var i = from; i < end; i++) {
        if (buffer[i] == '\r') {
          var there = Math.min(delimiter.length, to - i);
          if (Arrays.equals(buffer, i, i + there, delimiter, 0, there)) {
            return i - from;
          }
        }
      }
      return end - from;
    }
  }
}
