package io.klatch.socketio.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an endpoint of plain WebSockets allows.
///
/// @param path exactly, such as `/ws/rooms`
/// @param access whose pages and addresses; its `guard` and `answers` are not asked, since the
///   acceptor can turn anybody away
/// @param protocol the sub-protocol that is agreed on with who offers it; null for none
/// @param socketsMax open at one time; one more is answered 503
/// @param messageBytesMax of a client's message; beyond it 1009
/// @param outboxBytesMax what may wait for a client that reads slowly, beside the 64 KiB every
///   connection may hold; beyond it the connection ends
/// @param inboxMax messages that may wait for the listener; beyond it less is read
/// @param pingInterval how often a client is pinged; who has said nothing for two of them is gone
public record PlainEndpointConfig(
    String path,
    Access access,
    @Nullable String protocol,
    int socketsMax,
    int messageBytesMax,
    int outboxBytesMax,
    int inboxMax,
    Duration pingInterval) {
  public PlainEndpointConfig {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path is " + path + ", begins with /");
    }
    EngineLimits.atLeast("socketsMax", socketsMax, 1);
    EngineLimits.atLeast("messageBytesMax", messageBytesMax, 1);
    EngineLimits.atLeast("outboxBytesMax", outboxBytesMax, 1);
    EngineLimits.atLeast("inboxMax", inboxMax, 1);
    EngineLimits.positive("pingInterval", pingInterval);
  }

  /// With the sizes that are usual for small messages.
  public static PlainEndpointConfig at(String path, Access access) {
    return new PlainEndpointConfig(
        path, access, null, 100_000, 16_384, 1_000_000, 64, Duration.ofSeconds(25));
  }

  public PlainEndpointConfig withProtocol(String agreed) {
    return new PlainEndpointConfig(
        path, access, agreed, socketsMax, messageBytesMax, outboxBytesMax, inboxMax, pingInterval);
  }

  public PlainEndpointConfig withPingInterval(Duration interval) {
    return new PlainEndpointConfig(
        path, access, protocol, socketsMax, messageBytesMax, outboxBytesMax, inboxMax, interval);
  }

  public PlainEndpointConfig withOutboxBytesMax(int bytes) {
    return new PlainEndpointConfig(
        path, access, protocol, socketsMax, messageBytesMax, bytes, inboxMax, pingInterval);
  }

  public PlainEndpointConfig withSocketsMax(int sockets) {
    return new PlainEndpointConfig(
        path, access, protocol, sockets, messageBytesMax, outboxBytesMax, inboxMax, pingInterval);
  }
}
