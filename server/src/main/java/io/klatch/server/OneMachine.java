package io.klatch.server;

import io.klatch.socketio.engine.AddressLimits;
import io.klatch.socketio.engine.EngineConfig;

/// Settings of the servers for tests, where one machine plays all clients.
final class OneMachine {
  private OneMachine() {}

  /// The usual ones, without limits for one address.
  static EngineConfig engine() {
    var usual = EngineConfig.defaults();
    return usual.withAccess(usual.access().withAddresses(AddressLimits.unlimited()));
  }
}
