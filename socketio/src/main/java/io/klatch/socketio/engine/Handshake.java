package io.klatch.socketio.engine;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the first request of a session said about its client.
///
/// Lives as long as the session and is seldom asked, so it keeps the headers as one text and takes
/// them apart on demand: as a map they were the largest part of an idle session.
public final class Handshake {
  private final String uri;
  private final String headerLines;
  private final InetSocketAddress address;
  private final long timeMillis;
  private final boolean secure;

  private Handshake(String uri, String headerLines, Caller caller, Instant time) {
    this.uri = uri;
    this.headerLines = headerLines;
    this.address = caller.address();
    this.secure = caller.own().startsWith("https:");
    this.timeMillis = time.toEpochMilli();
  }

  static Handshake of(FullHttpRequest request, Caller caller, Instant time) {
    var lines = new StringBuilder();
    for (var header : request.headers()) {
      lines.append(header.getKey().toLowerCase(Locale.ROOT)).append(':');
      lines.append(header.getValue()).append('\n');
    }
    return new Handshake(request.uri(), lines.toString(), caller, time);
  }

  /// Path and query as sent.
  public String uri() {
    return uri;
  }

  /// The query, decoded.
  public Map<String, List<String>> query() {
    return new QueryStringDecoder(uri).parameters();
  }

  /// The first value of a query parameter.
  public @Nullable String queryValue(String name) {
    var values = query().get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  /// Names in lower case; the first value of each.
  public Map<String, String> headers() {
    var headers = new LinkedHashMap<String, String>();
    headerLines
        .lines()
        .forEach(line -> {
          int colon = line.indexOf(':');
          headers.putIfAbsent(line.substring(0, colon), line.substring(colon + 1));
        });
    return headers;
  }

  /// The client, as far as it is known: the peer of the TCP connection, or who a trusted proxy says
  /// it speaks for, with port 0.
  public InetSocketAddress address() {
    return address;
  }

  public Instant time() {
    return Instant.ofEpochMilli(timeMillis);
  }

  /// Whether the client came over TLS, here or as a trusted proxy says.
  public boolean secure() {
    return secure;
  }
}
