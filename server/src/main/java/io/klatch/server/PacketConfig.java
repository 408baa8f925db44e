package io.klatch.server;

import io.klatch.server.config.Settings;
import io.klatch.socketio.packet.PacketLimits;

/// What one packet of a client may be at most, as configured.
final class PacketConfig {
  private PacketConfig() {}

  static PacketLimits from(Settings settings) {
    var usual = PacketLimits.defaults();
    return new PacketLimits(
        settings.integer("socketio.packet.attachments-max", usual.attachmentsMax(), 1, 1_000),
        settings.integer(
            "socketio.packet.referenced-bytes-max",
            usual.referencedBytesMax(),
            1_000,
            1_000_000_000),
        settings.integer(
            "socketio.packet.namespace-chars-max", usual.namespaceCharsMax(), 1, 65_536),
        settings.integer(
            "socketio.packet.json-depth-max",
            usual.jsonDepthMax(),
            1,
            PacketLimits.JSON_DEPTH_HIGHEST),
        settings.integer(
            "socketio.packet.json-string-chars-max", usual.jsonStringCharsMax(), 1, 100_000_000),
        settings.integer(
            "socketio.packet.json-number-chars-max", usual.jsonNumberCharsMax(), 1, 10_000));
  }
}
