package io.klatch.server.http;

import io.klatch.server.config.Settings;

/// How HTTP requests beside Socket.IO are served.
///
/// @param concurrentMax requests worked on at one time; one more is answered 503
public record HttpConfig(int concurrentMax) {
  public static HttpConfig from(Settings settings) {
    return new HttpConfig(settings.integer("http.concurrent-max", 256, 1, 100_000));
  }
}
