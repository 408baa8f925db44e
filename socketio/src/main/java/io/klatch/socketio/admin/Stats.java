package io.klatch.socketio.admin;

import io.klatch.socketio.SocketServer;
import io.klatch.socketio.engine.CloseReason;
import io.klatch.socketio.engine.Traffic;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The server's figures, and what has come and gone since they were asked for last. Confined to the
/// feed.
final class Stats {
  private static final int NAMESPACES_MAX = 1_000;

  private final SocketServer server;
  private final Traffic traffic;
  private final InstantSource clock;
  private final String hostname = hostname();
  private final String serverId;

  /// The last value of each counter.
  private final Map<String, Long> last = new HashMap<>();

  Stats(SocketServer server, Traffic traffic, String serverId, InstantSource clock) {
    this.server = server;
    this.traffic = traffic;
    this.clock = clock;
    this.serverId = serverId.isEmpty() ? hostname : serverId;
    var _ = aggregatedEvents();
  }

  /// @param events from the same time
  ObjectNode figures(ArrayNode events) {
    var stats = JsonNodeFactory.instance.objectNode();
    stats.put("serverId", serverId).put("hostname", hostname);
    stats.put("pid", ProcessHandle.current().pid());
    stats.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1_000.0);
    stats.put("clientsCount", server.engine().sessionCount());
    stats.put("pollingClientsCount", server.engine().pollingCount());
    stats.set("aggregatedEvents", events);
    var namespaces = stats.putArray("namespaces");
    server.allNamespaces().stream()
        .limit(NAMESPACES_MAX)
        .forEach(namespace ->
            namespaces
                .addObject()
                .put("name", namespace.name())
                .put("socketsCount", namespace.sockets().size()));
    return stats;
  }

  /// What has come and gone since the last call.
  ArrayNode aggregatedEvents() {
    var events = JsonNodeFactory.instance.arrayNode();
    add(events, "rawConnection", null, server.engine().sessionsOpened());
    for (var reason : CloseReason.values()) {
      add(events, "rawDisconnection", reason, traffic.closed(reason));
    }
    add(events, "packetsIn", null, traffic.packetsIn());
    add(events, "bytesIn", null, traffic.bytesIn());
    add(events, "packetsOut", null, traffic.packetsOut());
    add(events, "bytesOut", null, traffic.bytesOut());
    return events;
  }

  private void add(ArrayNode events, String type, @Nullable CloseReason reason, long now) {
    var before = last.put(reason == null ? type : type + reason, now);
    long count = now - (before == null ? 0 : before);
    if (count == 0) {
      return;
    }
    var second = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var event = events.addObject().put("timestamp", second.toEpochMilli()).put("type", type);
    if (reason != null) {
      event.put("subType", reason.wireName());
    }
    event.put("count", count);
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }
}
