package io.klatch.socketio.engine;

import java.time.Duration;
import java.util.List;

/// Who may open sessions at an endpoint, and what they are told beside.
///
/// @param origins whose web pages
/// @param cors whether pages of other origins may read answers
/// @param proxies who is believed when they say for whom they ask
/// @param addresses what one client address may have
/// @param cookie whether the first answer sets a cookie `io` with the session's id, for load
///   balancers; it is never read here
/// @param askTimeout how long `guard` and `answers` may take together; beyond it 503
/// @param guard the application's own word
/// @param answers the application's own headers
public record Access(
    Origins origins,
    Cors cors,
    TrustedProxies proxies,
    AddressLimits addresses,
    boolean cookie,
    Duration askTimeout,
    AccessGuard guard,
    AnswerHook answers) {
  public Access {
    EngineLimits.positive("askTimeout", askTimeout);
    if (origins.any() && cors == Cors.WITH_CREDENTIALS) {
      throw new IllegalArgumentException(
          "credentials for pages of every origin: list the origins that may have them");
    }
  }

  public static Access defaults() {
    return new Access(
        Origins.of(List.of(Origins.SAME)),
        Cors.OFF,
        TrustedProxies.none(),
        AddressLimits.defaults(),
        false,
        Duration.ofSeconds(10),
        AccessGuard.NONE,
        AnswerHook.NONE);
  }

  public Access withOrigins(Origins allowed) {
    return new Access(allowed, cors, proxies, addresses, cookie, askTimeout, guard, answers);
  }

  public Access withCors(Cors newCors) {
    return new Access(origins, newCors, proxies, addresses, cookie, askTimeout, guard, answers);
  }

  public Access withProxies(TrustedProxies trusted) {
    return new Access(origins, cors, trusted, addresses, cookie, askTimeout, guard, answers);
  }

  public Access withAddresses(AddressLimits limits) {
    return new Access(origins, cors, proxies, limits, cookie, askTimeout, guard, answers);
  }

  public Access withCookie() {
    return new Access(origins, cors, proxies, addresses, true, askTimeout, guard, answers);
  }

  public Access withAskTimeout(Duration timeout) {
    return new Access(origins, cors, proxies, addresses, cookie, timeout, guard, answers);
  }

  public Access withGuard(AccessGuard newGuard) {
    return new Access(origins, cors, proxies, addresses, cookie, askTimeout, newGuard, answers);
  }

  public Access withAnswers(AnswerHook hook) {
    return new Access(origins, cors, proxies, addresses, cookie, askTimeout, guard, hook);
  }

  /// Whether the application has a word in it, which is asked on a virtual thread.
  boolean asksApplication() {
    return !guard.equals(AccessGuard.NONE) || !answers.equals(AnswerHook.NONE);
  }
}
