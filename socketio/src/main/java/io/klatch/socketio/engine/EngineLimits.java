package io.klatch.socketio.engine;

import java.time.Duration;

/// How much time and volume one peer gets before it is refused; what is refused is counted under a
/// `Limit`.
public record EngineLimits(RequestLimits requests, FrameLimits frames, RateLimits rates) {
  public static EngineLimits defaults() {
    return new EngineLimits(
        RequestLimits.defaults(), FrameLimits.defaults(), RateLimits.defaults());
  }

  public EngineLimits withRequests(RequestLimits newRequests) {
    return new EngineLimits(newRequests, frames, rates);
  }

  public EngineLimits withFrames(FrameLimits newFrames) {
    return new EngineLimits(requests, newFrames, rates);
  }

  public EngineLimits withRates(RateLimits newRates) {
    return new EngineLimits(requests, frames, newRates);
  }

  static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + value + ", must be positive");
    }
  }

  static void atLeast(String name, int value, int min) {
    if (value < min) {
      throw new IllegalArgumentException(name + " is " + value + ", at least " + min);
    }
  }
}
