package io.klatch.socketio.engine;

/// What one client address may have. Many people can share one, behind a company's or a mobile
/// operator's gateway. An IPv6 client counts as its whole /64 network, of which it has every
/// address.
///
/// @param sessionsPerAddressMax open sessions
/// @param handshakesPerAddressAndSecond how many may be opened, measured over the last second; who
///   is refused does not count, so a crowd that comes back all at once gets in at this rate
public record AddressLimits(int sessionsPerAddressMax, int handshakesPerAddressAndSecond) {
  public AddressLimits {
    EngineLimits.atLeast("sessionsPerAddressMax", sessionsPerAddressMax, 1);
    EngineLimits.atLeast("handshakesPerAddressAndSecond", handshakesPerAddressAndSecond, 1);
  }

  public static AddressLimits defaults() {
    return new AddressLimits(5_000, 500);
  }

  /// For load tests, where one machine plays all clients.
  public static AddressLimits unlimited() {
    return new AddressLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }
}
