package io.klatch.server.webhooks;

import io.klatch.server.webhooks.WebhookConfig.PrivateAddresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Which addresses may be called: those of the public network, so that a tenant cannot have this
/// server look around in the network it stands in.
///
/// Asked right before each request. The JVM keeps what a name resolved to for some seconds, so that
/// the request goes to an address that was looked at.
final class AddressRule {
  private final PrivateAddresses rule;

  AddressRule(PrivateAddresses rule) {
    this.rule = rule;
  }

  /// Why it may not be called; null when it may. Blocks: the name is resolved.
  @Nullable String refusal(URI url) {
    try {
      for (var address : InetAddress.getAllByName(url.getHost())) {
        if (rule == PrivateAddresses.REFUSED && !isPublic(address)) {
          return "the address is not of the public network (webhooks.private-addresses)";
        }
      }
      return null;
    } catch (UnknownHostException _) {
      return "the name of the host is unknown";
    }
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address four -> isPublic(four.getAddress());
      case Inet6Address six -> isPublicSix(six.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic(byte[] four) {
    int a = four[0] & 0xff;
    int b = four[1] & 0xff;
    int c = four[2] & 0xff;
    return a != 0
        && a < 240 // reserved, and broadcast
        && !(a == 100 && b >= 64 && b < 128) // carriers' own (RFC 6598)
        && !(a == 192 && b == 0 && (c == 0 || c == 2)) // protocols, documentation
        && !(a == 198 && (b == 18 || b == 19)) // measurements
        && !(a == 198 && b == 51 && c == 100)
        && !(a == 203 && b == 0 && c == 113);
  }

  /// Only what is given out (2000::/3), and of that neither documentation nor what carries an IPv4
  /// address that nobody looked at (6to4, Teredo).
  private static boolean isPublicSix(byte[] six) {
    int first = (six[0] & 0xff) << 8 | (six[1] & 0xff);
    int second = (six[2] & 0xff) << 8 | (six[3] & 0xff);
    return (first & 0xe000) == 0x2000
        && first != 0x2002
        && !(first == 0x2001 && (second == 0 || second == 0xdb8));
  }
}
