package io.klatch.server;

import io.klatch.server.telemetry.Readiness;
import java.net.InetSocketAddress;
import java.util.List;

/// A server that listens.
///
/// @param secure whether it speaks TLS
/// @param development whether it signs with a secret nobody configured
/// @param routes what it answers over HTTP: a method, a space and a pattern each
record RunningServer(
    InetSocketAddress address,
    boolean secure,
    boolean development,
    Readiness readiness,
    List<String> routes) {
  /// An address that this machine can open, also when the server listens on all of them.
  String url() {
    var scheme = secure ? "https://" : "http://";
    var ip = address.getAddress();
    if (ip.isAnyLocalAddress()) {
      return scheme + "127.0.0.1:" + address.getPort();
    }
    var host = ip.getHostAddress();
    return scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
