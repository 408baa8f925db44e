package io.klatch.socketio.engine;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// One address, or those that share its first bits. Never asks a name server.
final class AddressBlock {
  private final IpSubnetFilterRule rule;

  private AddressBlock(InetAddress start, int bits) {
    this.rule = new IpSubnetFilterRule(start, bits, IpFilterRuleType.ACCEPT);
  }

  /// @param text an address, or an address, `/` and a number of bits
  static AddressBlock of(String text) {
    int slash = text.indexOf('/');
    var address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(wrong(text));
    }
    int all = address.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? all : bits(text, slash);
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException(wrong(text));
    }
    return new AddressBlock(address, bits);
  }

  private static int bits(String text, int slash) {
    try {
      return Integer.parseInt(text, slash + 1, text.length(), 10);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static String wrong(String text) {
    return "'" + text + "' is no address such as 10.0.0.7, and no block such as 10.0.0.0/8";
  }

  /// An address written in figures, or null; an IPv4 address in IPv6 clothes becomes the former.
  static @Nullable InetAddress address(String text) {
    var bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException _) {
      return null;
    }
  }

  /// As a socket gave it, without a zone and without IPv6 clothes.
  static InetAddress plain(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has the length of one", e);
    }
  }

  /// @param address plain
  boolean contains(InetAddress address) {
    return rule.matches(new InetSocketAddress(address, 0));
  }
}
