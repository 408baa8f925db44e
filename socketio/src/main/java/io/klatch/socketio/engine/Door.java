package io.klatch.socketio.engine;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Decides who comes in to an endpoint, and counts who did not.
///
/// All methods may be called from any thread.
final class Door {
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  private final Access access;
  private final int sessionsMax;

  /// Sessions, and handshakes that were let in and are not sessions yet.
  private final AtomicInteger inside = new AtomicInteger();

  private final Map<Denied, LongAdder> denied = new EnumMap<>(Denied.class);
  private volatile boolean shut;

  Door(Access access, int sessionsMax) {
    this.access = access;
    this.sessionsMax = sessionsMax;
    for (var reason : Denied.values()) {
      denied.put(reason, new LongAdder());
    }
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
  @Nullable Denial enter() {
    if (shut) {
      return counted(Denial.overloaded());
    }
    if (inside.incrementAndGet() > sessionsMax) {
      inside.decrementAndGet();
      return counted(Denial.overloaded());
    }
    return null;
  }

  void leave() {
    inside.decrementAndGet();
  }

  private Denial counted(Denial denial) {
    var count = denied.get(denial.reason());
    if (count != null) {
      count.increment();
    }
    return denial;
  }
}
