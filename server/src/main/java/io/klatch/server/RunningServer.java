package io.klatch.server;

import io.klatch.server.telemetry.Readiness;
import java.net.InetSocketAddress;

/// A server that listens.
///
/// @param development whether it signs with a secret nobody configured
record RunningServer(InetSocketAddress address, boolean development, Readiness readiness) {
  /// An address that this machine can open, also when the server listens on all of them.
  String url() {
    var ip = address.getAddress();
    if (ip.isAnyLocalAddress()) {
      return "http://127.0.0.1:" + address.getPort();
    }
    var host = ip.getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
