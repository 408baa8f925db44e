package io.klatch.socketio.admin;

import io.klatch.socketio.Namespace;
import io.klatch.socketio.Socket;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.engine.EngineServer;
import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/// A server with the Admin UI's namespace, `/`, and what a pattern brings forth.
final class AdminServer implements AutoCloseable {
  static final AdminUiOptions PRODUCTION = AdminUiOptions.production(new AdminAuth.None());
  static final AdminUiOptions DEVELOPMENT = AdminUiOptions.development(new AdminAuth.None());

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<AdminUi> installed = new AtomicReference<>();
  private final AtomicReference<SocketServer> application = new AtomicReference<>();
  private final LinkedBlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
  private final TestServer server;

  private AdminServer(AdminUiOptions options) {
    server =
        TestServer.sockets(it -> {
          application.set(it);
          it.of("/").onConnection(sockets::add);
          it.of(Pattern.compile("/dynamic-\\d+"));
          installed.set(AdminUi.install(it, options, executor));
        });
  }

  static AdminServer start(AdminUiOptions options) {
    return new AdminServer(options);
  }

  int port() {
    return server.port();
  }

  AdminUi ui() {
    return installed.get();
  }

  SocketServer application() {
    return application.get();
  }

  EngineServer engine() {
    return server.engine();
  }

  Namespace main() {
    return application().of("/");
  }

  /// The next client in `/`.
  Socket socket() {
    return EchoHandler.next(sockets);
  }

  /// One who has been told of all that there is.
  Administrator watching() {
    var admin = Administrator.connect(port(), "");
    admin.next("all_sockets");
    return admin;
  }

  PollingClient polling() {
    var client = PollingClient.open(port());
    client.post("40");
    client.packets();
    return client;
  }

  /// When all administrators have gone, so that nothing is told to an event loop that has ended.
  @Override
  public void close() {
    var administrators = application().of("/admin").sockets();
    Await.until("all administrators have gone", administrators::isEmpty);
    ui().close();
    server.close();
    executor.shutdownNow();
  }
}
