package io.klatch.socketio.wire;

import io.klatch.socketio.Adapter;
import io.klatch.socketio.InMemoryAdapter;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.engine.AddressLimits;
import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.engine.EngineHandler;
import io.klatch.socketio.engine.EngineListener;
import io.klatch.socketio.engine.EngineServer;
import io.klatch.socketio.engine.IoKind;
import io.klatch.socketio.engine.ListenerConfig;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A real server on a free port with two event loops.
public final class TestServer implements AutoCloseable {
  private final ExecutorService handlers;
  private final EngineServer engine;
  private final EngineListener listener;

  private TestServer(
      ExecutorService handlers, EngineServer engine, @Nullable Supplier<ChannelHandler> fallback) {
    this.handlers = handlers;
    this.engine = engine;
    var config = new ListenerConfig("127.0.0.1", 0, 2, IoKind.AUTO);
    var threads = Thread.ofPlatform().daemon().name("test-io-", 0).factory();
    try {
      this.listener = EngineListener.start(config, List.of(engine), threads, fallback);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  public static TestServer engine(EngineConfig config, EngineHandler handler) {
    return engine(config, handler, null);
  }

  public static TestServer engine(
      EngineConfig config, EngineHandler handler, @Nullable Supplier<ChannelHandler> fallback) {
    var handlers = Executors.newVirtualThreadPerTaskExecutor();
    var engine = new EngineServer(fromOneAddress(config), handler, handlers);
    return new TestServer(handlers, engine, fallback);
  }

  public static TestServer sockets(Consumer<SocketServer> application) {
    return sockets(SocketServerConfig.defaults(), application);
  }

  public static TestServer sockets(SocketServerConfig config, Consumer<SocketServer> application) {
    return sockets(config, InMemoryAdapter::new, application);
  }

  public static TestServer sockets(Adapter.Factory adapters, Consumer<SocketServer> application) {
    return sockets(SocketServerConfig.defaults(), adapters, application);
  }

  private static TestServer sockets(
      SocketServerConfig config, Adapter.Factory adapters, Consumer<SocketServer> application) {
    var handlers = Executors.newVirtualThreadPerTaskExecutor();
    var checked = config.withEngine(fromOneAddress(config.engine()));
    var server = new SocketServer(checked, handlers, adapters);
    application.accept(server);
    return new TestServer(handlers, server.engine(), null);
  }

  /// A test plays all clients from one address: what one address may have is limited only in tests
  /// that say so.
  private static EngineConfig fromOneAddress(EngineConfig config) {
    var access = config.access();
    return access.addresses().equals(AddressLimits.defaults())
        ? config.withAccess(access.withAddresses(AddressLimits.unlimited()))
        : config;
  }

  public int port() {
    return listener.address().getPort();
  }

  public EngineServer engine() {
    return engine;
  }

  @Override
  public void close() {
    listener.close();
    handlers.shutdownNow();
  }
}
