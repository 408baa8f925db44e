package io.klatch.server.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parts of an answer (RFC 9110, 14): what is a stream can be had in parts, one at a time. Who asks
/// for several gets it whole, as is allowed.
final class Ranges {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private Ranges() {}

  static Response apply(Request request, Response answer) {
    var stream = answer.stream();
    if (stream == null || !stream.isOfKnownLength() || answer.status() != 200) {
      return answer;
    }
    var whole = answer.with("Accept-Ranges", "bytes");
    var asked = request.header("Range");
    if (asked == null || !isOfThis(request, answer)) {
      return whole;
    }
    var match = ONE.matcher(asked);
    if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
      return whole;
    }
    var range = range(match.group(1), match.group(2), stream.length());
    return range == null ? unsatisfiable(stream.length()) : part(whole, stream, range);
  }

  /// What the client has a part of may be another by now.
  private static boolean isOfThis(Request request, Response answer) {
    var tag = request.header("If-Range");
    return tag == null || tag.equals(answer.headers().get("ETag"));
  }

  /// Null when there is nothing in it.
  private static @Nullable Range range(String first, String last, long length) {
    if (first.isEmpty()) {
      var count = Math.min(Long.parseLong(last), length);
      return count == 0 ? null : new Range(length - count, count);
    }
    var from = Long.parseLong(first);
    var to = last.isEmpty() ? length - 1 : Math.min(Long.parseLong(last), length - 1);
    return from > to ? null : new Range(from, to - from + 1);
  }

  private static Response part(Response whole, Response.Stream stream, Range range) {
    return new Response(
            206, whole.headers(), Response.NO_BODY, stream.part(range.first, range.count))
        .with(
            "Content-Range",
            "bytes %d-%d/%d"
                .formatted(range.first, range.first + range.count - 1, stream.length()));
  }

  private static Response unsatisfiable(long length) {
    return Response.refusal(416, "bad_request", "nothing is in that range")
        .with("Content-Range", "bytes */" + length);
  }

  private record Range(long first, long count) {}
}
