package io.klatch.socketio.admin;

import io.klatch.socketio.Socket;
import io.klatch.socketio.SocketServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The namespace that the Socket.IO Admin UI (npm `@socket.io/admin-ui`) connects to, `/admin` by
/// default: figures of the server and, in development mode, its sockets and their events.
///
/// ```java
/// var auth = new AdminAuth.Basic("admin", "$2b$10$…");
/// var adminUi = AdminUi.install(server, AdminUiOptions.production(auth), virtualThreads);
/// ```
///
/// It shows the server it is connected to. What an administrator does goes through the adapter, to
/// all servers.
public final class AdminUi implements AutoCloseable {
  private static final int TICK_SECONDS = 1;

  /// As often as the reference.
  private static final int STATS_TICKS = 2;

  private final SocketServer server;
  private final AdminUiOptions options;
  private final Executor executor;
  private final Feed feed;
  private final Stats stats;
  private final @Nullable Login login;
  private final @Nullable Watch watch;
  private volatile boolean closed;

  /// Confined to the feed.
  private int ticks;

  private AdminUi(SocketServer server, AdminUiOptions options, Executor executor) {
    var clock = InstantSource.system();
    var admin = server.of(options.namespaceName());
    var traffic = server.engine().countTraffic();
    this.server = server;
    this.options = options;
    this.executor = executor;
    this.feed = new Feed(executor, options.updatesPerSecondMax());
    this.stats = new Stats(server, traffic, options.serverId(), clock);
    this.login = options.auth() instanceof AdminAuth.Basic basic ? new Login(basic, clock) : null;
    this.watch =
        options.mode() == AdminMode.DEVELOPMENT
            ? new Watch(server, admin, options, feed, traffic, clock)
            : null;
    server.observe(watch == null ? new TrafficObserver(traffic) : watch);
  }

  /// Once for a server, before it listens.
  ///
  /// @param executor runs what is to be done besides: the one that the server has will do
  public static AdminUi install(SocketServer server, AdminUiOptions options, Executor executor) {
    var adminUi = new AdminUi(server, options, executor);
    adminUi.listen();
    adminUi.scheduleTick();
    return adminUi;
  }

  /// Updates that were left out because there were too many in a second.
  public long updatesDropped() {
    return feed.dropped();
  }

  /// Logins that were refused.
  public long loginsRefused() {
    return login == null ? 0 : login.refused();
  }

  /// Sockets that are kept for who watches.
  int socketsShown() {
    return watch == null ? 0 : watch.socketsShown();
  }

  /// Shows nothing more; the namespace stays.
  @Override
  public void close() {
    closed = true;
    server.observe(null);
  }

  private void listen() {
    var admin = server.of(options.namespaceName());
    if (login != null) {
      admin.use(login);
    }
    if (!options.readOnly()) {
      new Actions(server).addTo(admin);
    }
    admin.onConnection(this::welcome);
    if (watch != null) {
      admin.onDisconnect((_, _) -> feed.add(watch::departed));
    }
  }

  private void welcome(Socket administrator) {
    administrator.emit("config", Map.of("supportedFeatures", features()));
    if (watch != null) {
      feed.add(() -> watch.arrived(administrator));
    }
  }

  private List<String> features() {
    var features = new ArrayList<String>();
    if (!options.readOnly()) {
      features.addAll(Actions.FEATURES);
    }
    features.add("AGGREGATED_EVENTS");
    if (watch != null) {
      features.add("ALL_EVENTS");
    }
    return features;
  }

  private void scheduleTick() {
    try {
      CompletableFuture.delayedExecutor(TICK_SECONDS, TimeUnit.SECONDS, executor)
          .execute(this::tick);
    } catch (RejectedExecutionException _) {
      closed = true; // The server is gone.
    }
  }

  private void tick() {
    if (closed) {
      return;
    }
    feed.refill();
    feed.add(this::show);
    scheduleTick();
  }

  private void show() {
    if (watch != null) {
      watch.tick();
    }
    ticks++;
    if (ticks % STATS_TICKS == 0) {
      var events = stats.aggregatedEvents();
      var admin = server.of(options.namespaceName());
      if (!admin.sockets().isEmpty()) {
        admin.local().emit("server_stats", stats.figures(events));
      }
    }
  }
}
