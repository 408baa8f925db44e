package io.klatch.server;

import io.klatch.server.config.Settings;
import io.klatch.socketio.engine.EngineLimits;
import io.klatch.socketio.engine.FrameLimits;
import io.klatch.socketio.engine.RateLimits;
import io.klatch.socketio.engine.RequestLimits;
import java.time.Duration;

/// The time and volume that one peer gets, as configured.
final class EngineLimitsConfig {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTES = Duration.ofMinutes(10);

  private EngineLimitsConfig() {}

  static EngineLimits from(Settings settings) {
    return new EngineLimits(requests(settings), frames(settings), rates(settings));
  }

  private static RequestLimits requests(Settings settings) {
    var usual = RequestLimits.defaults();
    return new RequestLimits(
        settings.duration("socketio.request.head-timeout", usual.headTimeout(), SECOND, MINUTES),
        settings.duration("socketio.request.body-timeout", usual.bodyTimeout(), SECOND, MINUTES),
        settings.duration(
            "socketio.request.answer-timeout", usual.answerTimeout(), SECOND, MINUTES),
        settings.duration(
            "socketio.request.keep-alive-timeout", usual.keepAliveTimeout(), SECOND, MINUTES),
        settings.integer("socketio.request.line-bytes-max", usual.lineBytesMax(), 1_024, 1_000_000),
        settings.integer("socketio.request.head-bytes-max", usual.headBytesMax(), 1_024, 1_000_000),
        settings.integer("socketio.request.headers-max", usual.headersMax(), 16, 10_000),
        settings.integer(
            "socketio.request.refused-bytes-max", usual.refusedBytesMax(), 0, 1_000_000_000));
  }

  private static FrameLimits frames(Settings settings) {
    var usual = FrameLimits.defaults();
    return new FrameLimits(
        settings.integer("socketio.websocket.fragments-max", usual.fragmentsMax(), 1, 1_000_000),
        settings.integer("socketio.websocket.pongs-max", usual.pongsMax(), 1, 10_000),
        settings.duration(
            "socketio.websocket.message-timeout", usual.messageTimeout(), SECOND, MINUTES));
  }

  private static RateLimits rates(Settings settings) {
    var usual = RateLimits.defaults();
    return new RateLimits(
        settings.integer(
            "socketio.rate.packets-per-second", usual.packetsPerSecond(), 1, 1_000_000_000),
        settings.integer("socketio.rate.packets-burst", usual.packetsBurst(), 1, 1_000_000_000),
        settings.integer(
            "socketio.rate.bytes-per-second", usual.bytesPerSecond(), 1_000, 2_000_000_000),
        settings.integer("socketio.rate.bytes-burst", usual.bytesBurst(), 1_000, 2_000_000_000));
  }
}
