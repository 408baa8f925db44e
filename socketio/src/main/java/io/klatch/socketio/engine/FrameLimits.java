package io.klatch.socketio.engine;

import java.time.Duration;

/// What a WebSocket message may take.
///
/// @param fragmentsMax frames one message may come in, empty ones among them; beyond it 1008
/// @param pongsMax pongs that may wait for a peer which pings and does not read; beyond it 1008
/// @param messageTimeout from the first byte of a message to its last; beyond it 1008
public record FrameLimits(int fragmentsMax, int pongsMax, Duration messageTimeout) {
  public FrameLimits {
    EngineLimits.atLeast("fragmentsMax", fragmentsMax, 1);
    EngineLimits.atLeast("pongsMax", pongsMax, 1);
    EngineLimits.positive("messageTimeout", messageTimeout);
  }

  public static FrameLimits defaults() {
    return new FrameLimits(16_384, 60, Duration.ofSeconds(30));
  }

  public FrameLimits withMessageTimeout(Duration timeout) {
    return new FrameLimits(fragmentsMax, pongsMax, timeout);
  }
}
