package io.klatch.server;

import io.klatch.server.config.Settings;
import io.klatch.socketio.engine.Compression;

/// What is compressed on its way to clients, as configured.
final class CompressionConfig {
  private CompressionConfig() {}

  static Compression from(Settings settings) {
    var usual = Compression.defaults();
    int bytesMin = settings.integer("socketio.compression.bytes-min", usual.bytesMin(), 1, 100_000);
    int bytesMax =
        settings.integer(
            "socketio.compression.bytes-max", usual.bytesMax(), 100_000, 1_000_000_000);
    return new Compression(
        isOn(settings, "socketio.compression.http", Switch.ON),
        isOn(settings, "socketio.compression.websocket", Switch.OFF),
        bytesMin,
        bytesMax);
  }

  private static boolean isOn(Settings settings, String key, Switch byDefault) {
    return settings.choice(key, byDefault) == Switch.ON;
  }
}
