package io.klatch.socketio.engine;

/// How fast one session may send. Who sends faster is read more slowly, and loses nothing by it.
///
/// @param packetsPerSecond packets over time; over a WebSocket each frame counts, control frames
///   and fragments too
/// @param packetsBurst packets at once, after a pause
/// @param bytesPerSecond bytes of payload over time
/// @param bytesBurst bytes of payload at once, after a pause
public record RateLimits(
    int packetsPerSecond, int packetsBurst, int bytesPerSecond, int bytesBurst) {
  public RateLimits {
    EngineLimits.atLeast("packetsPerSecond", packetsPerSecond, 1);
    EngineLimits.atLeast("packetsBurst", packetsBurst, 1);
    EngineLimits.atLeast("bytesPerSecond", bytesPerSecond, 1_000);
    EngineLimits.atLeast("bytesBurst", bytesBurst, 1_000);
  }

  public static RateLimits defaults() {
    return new RateLimits(5_000, 10_000, 10_000_000, 20_000_000);
  }
}
