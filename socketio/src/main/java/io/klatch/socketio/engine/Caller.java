package io.klatch.socketio.engine;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who sends a request, and where they believe to have sent it: what the connection shows, or, if
/// its peer is a trusted proxy, what that says.
///
/// @param address with port 0 if a proxy told it
/// @param own scheme, host and port of the request, as an origin
record Caller(InetSocketAddress address, String own) {
  /// Entries of `X-Forwarded-For` that are looked at, from the nearest.
  private static final int HOPS_MAX = 16;

  private static final String FOR = "X-Forwarded-For";
  private static final String HOST = "X-Forwarded-Host";
  private static final String PROTO = "X-Forwarded-Proto";

  static Caller of(Channel channel, HttpHeaders headers, TrustedProxies proxies) {
    var peer = (InetSocketAddress) channel.remoteAddress();
    var nearest = AddressBlock.plain(peer.getAddress());
    var host = headers.get(HttpHeaderNames.HOST, "");
    var scheme = channel.pipeline().get(SslHandler.class) == null ? "http" : "https";
    if (!proxies.include(nearest)) {
      return new Caller(peer, own(scheme, host));
    }
    var farthest = farthest(nearest, headers, proxies);
    return new Caller(
        farthest.equals(nearest) ? peer : new InetSocketAddress(farthest, 0),
        own(first(headers, PROTO, scheme), first(headers, HOST, host)));
  }

  private static String own(String scheme, String host) {
    return Origins.normal(scheme.toLowerCase(Locale.ROOT) + "://" + host);
  }

  private static String first(HttpHeaders headers, String name, String otherwise) {
    var value = headers.get(name);
    return value == null ? otherwise : value.split(",", 2)[0].strip();
  }

  /// Each proxy appends the peer it saw, so the list is believed from its end, as far as the one
  /// who wrote an entry is trusted.
  private static InetAddress farthest(
      InetAddress nearest, HttpHeaders headers, TrustedProxies proxies) {
    var hops = hops(headers);
    var known = nearest;
    for (int i = hops.size() - 1, seen = 0; i >= 0 && seen < HOPS_MAX; i--, seen++) {
      var next = address(hops.get(i));
      if (next == null || !proxies.include(known)) {
        return known;
      }
      known = next;
    }
    return known;
  }

  private static List<String> hops(HttpHeaders headers) {
    var hops = new ArrayList<String>();
    for (var line : headers.getAll(FOR)) {
      hops.addAll(List.of(line.split(",", -1)));
    }
    return hops;
  }

  /// Some proxies add the port.
  private static @Nullable InetAddress address(String hop) {
    var text = hop.strip();
    if (text.startsWith("[") && text.indexOf(']') > 0) {
      text = text.substring(1, text.indexOf(']'));
    } else if (text.indexOf(':') > 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      text = text.substring(0, text.indexOf(':'));
    }
    return AddressBlock.address(text);
  }
}
