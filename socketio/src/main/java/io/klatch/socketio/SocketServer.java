package io.klatch.socketio;

import io.klatch.socketio.engine.EngineServer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A Socket.IO v5 server: namespaces at one path, over an Engine.IO endpoint that an
/// `EngineListener` binds to a port.
///
/// ```java
/// var server = new SocketServer(SocketServerConfig.defaults(), virtualThreads);
/// server.of("/").on("hello", (socket, event) -> event.reply("world"));
/// EngineListener.start(ListenerConfig.on("127.0.0.1", 3000), List.of(server.engine()), threads, null);
/// ```
///
/// All methods may be called from any thread.
public final class SocketServer {
  private static final int ID_BYTES = 15;

  private final SocketServerConfig config;
  private final EngineServer engine;
  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final JsonReader json;

  /// @param executor runs listeners: one virtual thread per connection with work to do
  public SocketServer(SocketServerConfig config, Executor executor) {
    this.config = config;
    this.json = new JsonReader(config.packets());
    this.engine =
        new EngineServer(config.engine(), session -> new Connection(this, session), executor);
  }

  /// The namespace of that name, made if there is none; `/` is the one clients use by default.
  public Namespace of(String name) {
    if (!name.startsWith("/")) {
      throw new IllegalArgumentException("namespace is " + name + ", must begin with /");
    }
    return namespaces.computeIfAbsent(name, Namespace::new);
  }

  /// What listens: give it to an `EngineListener`.
  public EngineServer engine() {
    return engine;
  }

  SocketServerConfig config() {
    return config;
  }

  /// A reader for a new connection.
  PacketReader reader() {
    return new JsonPacketReader(config.packets(), json, config.engine().payloadBytesMax());
  }

  @Nullable Namespace find(String name) {
    return namespaces.get(name);
  }

  String newSocketId() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
