package io.klatch.socketio.engine;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides who comes in to an endpoint, and counts who did not.
///
/// All methods may be called from any thread.
final class Door {
  private static final Logger log = LoggerFactory.getLogger(Door.class);
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  private final Access access;
  private final int sessionsMax;

  /// Sessions, and handshakes that were let in and are not sessions yet.
  private final AtomicInteger inside = new AtomicInteger();

  private final AddressLedger ledger;

  private final Map<Denied, LongAdder> denied = new EnumMap<>(Denied.class);
  private volatile boolean shut;

  Door(Access access, int sessionsMax) {
    this.access = access;
    this.sessionsMax = sessionsMax;
    this.ledger = new AddressLedger(access.addresses(), System::nanoTime);
    for (var reason : Denied.values()) {
      denied.put(reason, new LongAdder());
    }
  }

  Access access() {
    return access;
  }

  /// Lets nobody in any more.
  void shut() {
    shut = true;
  }

  long denied(Denied reason) {
    var count = denied.get(reason);
    return count == null ? 0 : count.sum();
  }

  Caller caller(Channel channel, HttpHeaders headers) {
    return Caller.of(channel, headers, access.proxies());
  }

  /// Why the page that sends the request may not, or null if it may or there is no page.
  @Nullable Denial ofOrigin(Caller caller, HttpHeaders headers) {
    var origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin == null) {
      return access.origins().any() ? null : ofNavigation(headers);
    }
    if (access.origins().allows(origin, caller.own())) {
      return null;
    }
    return counted(
        Denial.forbidden(
            Denied.FOREIGN_ORIGIN,
            "origin %s is not allowed here, at %s: list it, or trust the proxy in between"
                .formatted(cut(origin), cut(caller.own()))));
  }

  /// Browsers state no origin where a page only points here, as with an image, but they say that
  /// another site did.
  private @Nullable Denial ofNavigation(HttpHeaders headers) {
    return "cross-site".equals(headers.get(FETCH_SITE))
        ? counted(
            Denial.forbidden(Denied.FOREIGN_ORIGIN, "a page of another site is not allowed here"))
        : null;
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /// Takes a place for a session.
  ///
  /// @return why there is none, or null; then `leave` must follow once
  @Nullable Denial enter(InetAddress address) {
    if (shut) {
      return counted(Denial.overloaded());
    }
    var crowd = ledger.enter(address);
    if (crowd != null) {
      return counted(Denial.crowded(crowd, crowded(crowd, address)));
    }
    if (inside.incrementAndGet() > sessionsMax) {
      leave(address);
      return counted(Denial.overloaded());
    }
    return null;
  }

  void slow(InetAddress address, Duration time) {
    ledger.slow(address, time);
  }

  private String crowded(Denied crowd, InetAddress address) {
    var limits = access.addresses();
    return crowd == Denied.ADDRESS_SESSIONS
        ? "too many sessions from your address %s, at most %d: close some and come back"
            .formatted(address.getHostAddress(), limits.sessionsPerAddressMax())
        : "too many handshakes from your address %s, at most %d in a second, or one after abuse: come back later"
            .formatted(address.getHostAddress(), limits.handshakesPerAddressAndSecond());
  }

  void leave(InetAddress address) {
    inside.decrementAndGet();
    ledger.leave(address);
  }

  /// Asks the application, which may block.
  ///
  /// @param first whether it is about a new session
  Opinion ask(Handshake request, boolean first) {
    try {
      if (first && access.guard().decide(request) instanceof AccessDecision.Refuse(var why)) {
        return new Opinion(counted(Denial.forbidden(Denied.GUARD, why)), new DefaultHttpHeaders());
      }
      var headers = new DefaultHttpHeaders();
      access.answers().headers(request, first).forEach(headers::add);
      return new Opinion(null, headers);
    } catch (RuntimeException fault) {
      log.error("the application failed at the door uri={}", request.uri(), fault);
      return new Opinion(counted(Denial.fault()), new DefaultHttpHeaders());
    }
  }

  /// For who cannot even be asked about.
  Opinion overloaded() {
    return new Opinion(counted(Denial.overloaded()), new DefaultHttpHeaders());
  }

  /// What the application has not said in time.
  Opinion late() {
    return new Opinion(counted(Denial.late(access.askTimeout())), new DefaultHttpHeaders());
  }

  /// What the application says.
  ///
  /// @param denial null if it has nothing against it
  record Opinion(@Nullable Denial denial, HttpHeaders headers) {}

  private Denial counted(Denial denial) {
    var count = denied.get(denial.reason());
    if (count != null) {
      count.increment();
    }
    return denial;
  }
}
