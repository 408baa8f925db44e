package io.klatch.server;

import io.klatch.domain.account.Entitlements;
import io.klatch.domain.account.Identity;
import io.klatch.domain.account.Revocations;
import io.klatch.domain.account.Suspensions;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.repeat.Repeats;
import io.klatch.domain.telegram.Devices;
import io.klatch.domain.telegram.Launches;
import io.klatch.domain.telegram.TelegramSignIn;
import io.klatch.domain.tenant.PageRule;
import io.klatch.domain.tenant.ServerKeyring;
import io.klatch.domain.tenant.TelegramBots;
import io.klatch.domain.tenant.TenantDirectory;
import io.klatch.domain.tenant.Tenants;
import io.klatch.domain.user.Users;
import io.klatch.server.api.EntitlementApi;
import io.klatch.server.api.Intake;
import io.klatch.server.api.RevocationApi;
import io.klatch.server.api.SignInApi;
import io.klatch.server.api.SuspensionApi;
import io.klatch.server.api.TenantApi;
import io.klatch.server.auth.Authority;
import io.klatch.server.auth.HashedServerKeys;
import io.klatch.server.auth.InitDataCheck;
import io.klatch.server.auth.IssuedKeys;
import io.klatch.server.auth.KeyMaterial;
import io.klatch.server.auth.SigningSecret;
import io.klatch.server.delivery.Fanout;
import io.klatch.server.delivery.Resume;
import io.klatch.server.delivery.Tenure;
import io.klatch.server.http.Router;
import io.klatch.server.limits.Buckets;
import io.klatch.server.realtime.Authentication;
import io.klatch.server.realtime.Conduct;
import io.klatch.server.realtime.Realtime;
import io.klatch.server.realtime.RoomDoor;
import io.klatch.server.rest.AdminRoutes;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.EntitlementRoutes;
import io.klatch.server.rest.RevocationRoutes;
import io.klatch.server.rest.SignInRoutes;
import io.klatch.server.rest.SuspensionRoutes;
import io.klatch.server.storage.Store;
import io.klatch.server.threads.Beat;
import io.klatch.server.threads.Threads;
import io.klatch.socketio.SocketServerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Who the tenants are, and who is calling.
final class TenantWiring {
  private static final Duration ANSWERS_COLLECTED_EVERY = Duration.ofMinutes(10);

  private final TokenVerifier verifier;
  private final ServerKeyring keyring;
  private final PageRule pages;
  private final SocketServerConfig sockets;
  private final TenantApi api;
  private final RevocationApi revocationApi;
  private final SuspensionApi suspensionApi;
  private final Tenure tenure;
  private final Buckets buckets;
  private final Conduct conduct;
  private final Tenants tenants;
  private final Revocations revocations;
  private final Suspensions suspensions;
  private final Entitlements entitlements;
  private final SignInApi signInApi;
  private final Repeats repeats;
  private final MeterRegistry meters;

  TenantWiring(
      ServerConfig config,
      Lifetimes lifetimes,
      Store store,
      SigningSecret secret,
      MeterRegistry meters,
      SecureRandom random,
      Clock clock) {
    tenants = new Tenants(store.tenants(), new KeyMaterial());
    revocations = new Revocations(store.revocations(), clock);
    var bots = new TelegramBots(tenants, config.auth().telegram());
    var issued = new IssuedKeys(secret, bots);
    var threads = lifetimes.add("key set client's threads", Threads.virtual("jwks"));
    var authority =
        lifetimes.add(
            "key sets",
            new Authority(
                config.auth(), secret, issued, tenants, revocations, threads, meters, clock));
    suspensions = new Suspensions(store.suspensions(), clock);
    entitlements = new Entitlements(store.entitlements(), tenants);
    var launches = new Launches(bots, new InitDataCheck(), new Devices(), revocations, clock);
    verifier = suspensions.guarding(launches.beside(authority.verifier()));
    repeats = repeats(lifetimes, store, clock);
    this.meters = meters;
    keyring = new HashedServerKeys(config.auth(), tenants, random, clock);
    api = new TenantApi(tenants, keyring, clock);
    suspensionApi = new SuspensionApi(suspensions);
    revocationApi = new RevocationApi(revocations, config.auth().tokenLifeMax(), clock);
    tenure = lifetimes.add("session ends", new Tenure(this::isGood, config.auth().leeway(), clock));
    onEnd(tenure::end);
    buckets = new Buckets(config.limits(), tenants, meters);
    conduct = new Conduct(buckets, Conduct.REFUSALS_MAX, clock);
    tenants.onChange(it -> buckets.forget(it.id()));
    countEnds();
    pages = new PageRule(tenants, config.sockets().engine().access().origins()::lists);
    sockets = open(config.sockets(), pages);
    var users = new Users(store.users());
    var telegram = new TelegramSignIn(launches, suspensions, buckets, users, issued, random, clock);
    signInApi = new SignInApi(telegram, entitlements, pages);
  }

  private void countEnds() {
    meters
        .more()
        .counter("klatch.sessions.ended", Tags.of("reason", "expired"), tenure, Tenure::expired);
    meters
        .more()
        .counter("klatch.sessions.ended", Tags.of("reason", "revoked"), tenure, Tenure::revoked);
    meters
        .more()
        .counter("klatch.sessions.ended", Tags.of("reason", "conduct"), conduct, Conduct::closed);
    for (var code : ErrorCode.values()) {
      var tags = Tags.of("via", "socket", "code", code.wire());
      meters.more().counter("klatch.refusals", tags, conduct, it -> it.refused(code));
    }
  }

  private static Repeats repeats(Lifetimes lifetimes, Store store, Clock clock) {
    var repeats = new Repeats(store.answers(), clock);
    lifetimes.add("answers", new Beat("answers", ANSWERS_COLLECTED_EVERY, repeats::forget));
    return repeats;
  }

  /// In development mode one needs no row to be a tenant.
  boolean isServed(TenantId id) {
    var tenant = tenants.find(id);
    return tenant == null || tenant.active();
  }

  /// Whether the caller's token is still worth what it was when it was looked at.
  private boolean isGood(Identity caller) {
    return !revocations.isRevoked(caller)
        && !suspensions.isSuspended(caller.key())
        && isServed(caller.tenant());
  }

  /// Has the sockets ended whose tokens are taken back or whose tenant is suspended.
  void onEnd(BiConsumer<TenantId, Predicate<Identity>> end) {
    revocations.onRevoke(it -> end.accept(it.tenant(), it::means));
    suspensions.onSuspend(it -> end.accept(it.tenant(), caller -> caller.key().equals(it)));
    tenants.onChange(it -> {
      if (!it.active()) {
        end.accept(it.id(), _ -> true);
      }
    });
  }

  RoomDoor roomDoor() {
    return new RoomDoor(verifier, pages, this::isGood);
  }

  Tenants tenants() {
    return tenants;
  }

  TenantDirectory directory() {
    return pages.tenants();
  }

  Allowances allowances() {
    return buckets;
  }

  /// Lets in pages of tenants' origins beside those of the configuration.
  private static SocketServerConfig open(SocketServerConfig sockets, PageRule pages) {
    var engine = sockets.engine();
    var access = engine.access();
    return sockets.withEngine(
        engine.withAccess(access.withOrigins(access.origins().or(pages::letsIn))));
  }

  SocketServerConfig sockets() {
    return sockets;
  }

  /// Everything clients can send, and who may.
  Realtime realtime(Capabilities capabilities, Fanout fanout, Resume resume, Intake intake) {
    var watchers =
        Stream.concat(Stream.of(fanout, tenure), capabilities.watchers().stream()).toList();
    var authentication = new Authentication(verifier, pages);
    return new Realtime(authentication, capabilities.commands(), watchers, resume, intake, conduct);
  }

  /// @param heard is told of each user who asks for something
  Callers callers(Intake intake, Consumer<UserKey> heard) {
    return new Callers(verifier, keyring, pages, intake, heard, repeats, meters);
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new AdminRoutes(api, callers).addTo(router);
    new RevocationRoutes(revocationApi, callers).addTo(router);
    new SuspensionRoutes(suspensionApi, callers).addTo(router);
    new SignInRoutes(signInApi, callers).addTo(router);
    new EntitlementRoutes(new EntitlementApi(entitlements, tenants), callers).addTo(router);
  }
}
