package io.klatch.server;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;

import io.klatch.domain.event.CommitListener;
import io.klatch.domain.typing.TypingBoard;
import io.klatch.server.Core.Delivery;
import io.klatch.server.api.Intake;
import io.klatch.server.auth.SecretFile;
import io.klatch.server.auth.SigningSecret;
import io.klatch.server.auth.TokenIssuer;
import io.klatch.server.delivery.Arrivals;
import io.klatch.server.delivery.CommitQueue;
import io.klatch.server.delivery.Fanout;
import io.klatch.server.delivery.Onlookers;
import io.klatch.server.delivery.Resume;
import io.klatch.server.delivery.ResumeConfig;
import io.klatch.server.delivery.Viewers;
import io.klatch.server.delivery.Whisper;
import io.klatch.server.http.CrossOrigin;
import io.klatch.server.http.Exchange;
import io.klatch.server.http.HealthRoutes;
import io.klatch.server.http.HttpEntry;
import io.klatch.server.http.Router;
import io.klatch.server.rest.DevRoutes;
import io.klatch.server.storage.Store;
import io.klatch.server.storage.StoreException;
import io.klatch.server.telemetry.Readiness;
import io.klatch.server.telemetry.Telemetry;
import io.klatch.server.threads.Threads;
import io.klatch.server.webhooks.LogBell;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.admin.AdminUi;
import io.klatch.socketio.engine.EngineListener;
import io.klatch.socketio.engine.EngineServer;
import io.klatch.socketio.engine.LargeBodies;
import io.klatch.socketio.engine.PlainEndpoint;
import io.klatch.socketio.engine.TlsException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole system in one forward read: what is made, from what, in which order; [Capabilities] is
/// the part in the middle that grows. What must be closed is registered in `lifetimes` and closed
/// in reverse.
final class Wiring {
  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  private final ServerConfig config;
  private final Lifetimes lifetimes;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();

  Wiring(ServerConfig config, Lifetimes lifetimes) {
    this.config = config;
    this.lifetimes = lifetimes;
  }

  /// Starts everything; what was started when something is refused is the caller's to close.
  RunningServer start() throws StartRefused {
    // telemetry
    var readiness = new Readiness();
    var telemetry = lifetimes.add("telemetry", new Telemetry());
    var meters = telemetry.registry();

    // data folder: the store holds it for this process, then its secret
    var typing = new TypingBoard(clock, Meters.typing(meters));
    var hearers = new Hearers(typing, new Arrivals(), new LogBell(), new CommitQueue());
    var store = lifetimes.add("store", openStore(hearers));
    readiness.require("store", store::isWritable);
    var secret = secret();
    var tenants = new TenantWiring(config, lifetimes, store, secret, meters, random, clock);

    // delivery: from the log to the sockets
    var delivery = delivery(hearers.commits(), store, secret);

    // what it can do
    var allowances = tenants.allowances();
    var core =
        new Core(config, lifetimes, store, hearers, delivery, allowances, meters, random, clock);
    var webhooks = new WebhookWiring(core, tenants);
    var capabilities = new Capabilities(core, webhooks.screening(), webhooks.presence());
    var attachments = new AttachmentWiring(core, secret);
    SafetyWiring.startRetention(core, tenants.tenants());

    // Socket.IO
    var intake = new Intake();
    var sockets = sockets(tenants.sockets(), meters);
    tenants.realtime(capabilities, delivery.fanout(), delivery.resume(), intake).addTo(sockets);
    var engine = sockets.engine();
    Meters.of(store, hearers.commits(), delivery.whisper(), engine, meters);
    var plain = new PlainRooms(core, capabilities.rooms(), tenants, intake);

    // HTTP beside it
    var router = Router.builder();
    new HealthRoutes(readiness, telemetry).addTo(router);
    addRoutes(router, tenants, webhooks, capabilities, attachments, plain, intake);
    addDevRoutes(router, secret);
    var routes = router.build();
    var entry = entry(routes, tenants.sockets(), meters);

    // the port
    var listener =
        lifetimes.add("listener", listen(secret, sockets, plain.endpoint(), entry, routes));
    lifetimes.add("sessions", () -> letGo(engine, plain.endpoint(), intake));
    readiness.started();
    return running(listener, secret, readiness, routes);
  }

  private RunningServer running(
      EngineListener listener, SigningSecret secret, Readiness readiness, Router routes) {
    return new RunningServer(
        listener.address(),
        config.http().tls() != null,
        secret.development(),
        readiness,
        routes.routes());
  }

  private static void addRoutes(
      Router.Builder router,
      TenantWiring tenants,
      WebhookWiring webhooks,
      Capabilities capabilities,
      AttachmentWiring attachments,
      PlainRooms plain,
      Intake intake) {
    var callers = tenants.callers(intake, capabilities.rooms().heard());
    tenants.addRoutes(router, callers);
    webhooks.addRoutes(router, callers);
    capabilities.addRoutes(router, callers);
    attachments.addRoutes(router, callers);
    plain.addRoutes(router, callers);
  }

  private void addDevRoutes(Router.Builder router, SigningSecret secret) {
    if (secret.development()) {
      new DevRoutes(new TokenIssuer(secret, clock)::issue, clock).addTo(router);
    }
  }

  /// New sessions are refused, requests in flight are answered, then everybody is told to come
  /// back.
  private void letGo(EngineServer engine, PlainEndpoint plain, Intake intake)
      throws InterruptedException {
    engine.stopAccepting();
    if (!intake.close(config.stop().timeout().dividedBy(3))) {
      log.warn("requests were still in flight at stop");
    }
    plain.close();
    engine.close(config.stop().stagger());
  }

  private SocketServer sockets(SocketServerConfig opened, MeterRegistry meters) {
    var sockets =
        new SocketServer(opened, lifetimes.add("socket listeners", Threads.virtual("socket")));
    openAdminUi(sockets, meters);
    return sockets;
  }

  private void openAdminUi(SocketServer sockets, MeterRegistry meters) {
    var options = config.adminUi();
    if (options != null) {
      var workers = lifetimes.add("admin UI workers", Threads.virtual("admin"));
      var adminUi = lifetimes.add("admin UI", AdminUi.install(sockets, options, workers));
      Meters.of(adminUi, meters);
      log.info("admin UI namespace={} mode={}", options.namespaceName(), options.mode());
    }
  }

  private Delivery delivery(CommitQueue commits, Store store, SigningSecret secret) {
    var onlookers = new Onlookers();
    var fanout = lifetimes.add("fan-out", new Fanout(commits, store.log(), onlookers));
    var viewers = new Viewers();
    var whisper = new Whisper(commits, fanout, viewers);
    return new Delivery(fanout, viewers, onlookers, whisper, resume(store, fanout, secret));
  }

  private Resume resume(Store store, Fanout fanout, SigningSecret secret) {
    return new Resume(
        fanout,
        store.log(),
        store.sessions(),
        secret.derived("pid"),
        ResumeConfig.defaults(),
        random,
        clock);
  }

  private HttpEntry entry(Router routes, SocketServerConfig sockets, MeterRegistry meters) {
    var workers = lifetimes.add("http workers", Threads.virtual("http"));
    var exchange = new Exchange(routes, Wiring.class.getClassLoader(), meters);
    var handler = new CrossOrigin(sockets.engine().access(), exchange);
    var entry = new HttpEntry(handler, workers, config.http());
    Meters.of(entry, meters);
    return entry;
  }

  private Store openStore(CommitListener listener) throws StartRefused {
    makePrivate(config.data());
    try {
      return Store.open(config.data(), config.store(), listener, clock);
    } catch (StoreException e) {
      throw new StartRefused(String.valueOf(e.getMessage()), e);
    }
  }

  /// Makes a missing data folder closed to others; one that exists keeps the mode its owner gave
  /// it.
  private static void makePrivate(Path data) {
    if (!Files.exists(data)
        && data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try {
        Files.createDirectories(
            data, asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (IOException e) {
        log.debug("the store will say why", e);
      }
    }
  }

  private SigningSecret secret() throws StartRefused {
    try {
      return SecretFile.open(config.auth(), config.data(), random);
    } catch (IOException e) {
      throw new StartRefused(
          "cannot use the secret in the data folder " + config.data() + ": " + e.getMessage(), e);
    }
  }

  private EngineListener listen(
      SigningSecret secret,
      SocketServer sockets,
      PlainEndpoint plain,
      HttpEntry entry,
      Router routes)
      throws StartRefused {
    var large = new LargeBodies(routes::takesLarge, config.http().transfers().timeout());
    try {
      return EngineListener.start(
          config.http().listener(secret.development()),
          List.of(sockets.engine()),
          List.of(plain),
          Threads.platform("io"),
          () -> entry,
          large);
    } catch (TlsException e) {
      throw new StartRefused("cannot serve TLS: " + e.getMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartRefused(
          "cannot listen on port %d: %s; choose another with --port"
              .formatted(config.http().port(), e.getMessage()),
          e);
    }
  }
}
