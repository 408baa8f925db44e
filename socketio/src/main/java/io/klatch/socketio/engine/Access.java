package io.klatch.socketio.engine;

import java.util.List;

/// Who may open sessions at an endpoint.
///
/// @param origins whose web pages
/// @param proxies who is believed when they say for whom they ask
public record Access(Origins origins, TrustedProxies proxies) {
  public static Access defaults() {
    return new Access(Origins.of(List.of(Origins.SAME)), TrustedProxies.none());
  }

  public Access withOrigins(Origins allowed) {
    return new Access(allowed, proxies);
  }

  public Access withProxies(TrustedProxies trusted) {
    return new Access(origins, trusted);
  }
}
