package io.klatch.socketio.engine;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the first request of a session said about its client.
///
/// @param uri path and query as sent
/// @param query decoded; the first value is the one that counts
/// @param headers names in lower case; the first value of each
/// @param address the peer of the TCP connection
public record Handshake(
    String uri,
    Map<String, List<String>> query,
    Map<String, String> headers,
    InetSocketAddress address,
    Instant time) {

  public Handshake {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  public @Nullable String queryValue(String name) {
    var values = query.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }
}
