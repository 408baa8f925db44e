package io.klatch.socketio;

import io.klatch.socketio.engine.EngineServer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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
/// As a `Broadcaster` it speaks to its main namespace, `/`. All methods may be called from any
/// thread.
public final class SocketServer implements Broadcaster {
  private static final int ID_BYTES = 15;

  private final SocketServerConfig config;
  private final EngineServer engine;
  private final Namespaces namespaces;
  private final SecureRandom random = new SecureRandom();
  private final JsonReader json;

  /// @param executor runs listeners: one virtual thread per connection with work to do
  public SocketServer(SocketServerConfig config, Executor executor) {
    this(config, executor, InMemoryAdapter::new);
  }

  /// @param adapters make what reaches the sockets of each namespace
  public SocketServer(SocketServerConfig config, Executor executor, Adapter.Factory adapters) {
    this.config = config;
    this.json = new JsonReader(config.packets());
    this.namespaces = new Namespaces(adapters);
    this.engine =
        new EngineServer(config.engine(), session -> new Connection(this, session), executor);
  }

  /// The namespace of that name, made if there is none; `/` is the one clients use by default.
  public Namespace of(String name) {
    if (!name.startsWith("/")) {
      throw new IllegalArgumentException("namespace is " + name + ", must begin with /");
    }
    return namespaces.of(name);
  }

  /// All namespaces whose whole name, with the slash, matches; one named by `of(String)` goes
  /// first.
  public ParentNamespace of(Pattern name) {
    return of((asked, _) -> name.matcher(asked).matches());
  }

  /// All namespaces that a predicate allows; predicates and patterns are asked in the order they
  /// were added.
  public ParentNamespace of(NamespacePredicate predicate) {
    return namespaces.add(new ParentNamespace(predicate, config.namespaces().childrenMax()));
  }

  /// Told of each namespace that comes into being because a client asked for it.
  public void onNewNamespace(Consumer<Namespace> listener) {
    namespaces.onNew(listener);
  }

  /// The namespace of that name, if there is one.
  public @Nullable Namespace find(String name) {
    return namespaces.find(name);
  }

  /// All namespaces there are, live.
  public Collection<Namespace> allNamespaces() {
    return namespaces.all();
  }

  /// Lets an instrument see what becomes of all sockets, in place of an earlier one; null for none.
  /// Before the server listens, or it misses what has begun.
  public void observe(@Nullable ServerObserver observer) {
    namespaces.observe(observer);
  }

  @Override
  public BroadcastOperator broadcast() {
    return of("/").broadcast();
  }

  /// What listens: give it to an `EngineListener`.
  public EngineServer engine() {
    return engine;
  }

  SocketServerConfig config() {
    return config;
  }

  /// A reader for a new connection.
  PacketReader reader(Parser parser) {
    return switch (parser) {
      case JSON -> new JsonPacketReader(config.packets(), json, config.engine().payloadBytesMax());
      case MSGPACK -> new MsgpackPacketReader(config.packets());
    };
  }

  Namespaces namespaces() {
    return namespaces;
  }

  String newSocketId() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
