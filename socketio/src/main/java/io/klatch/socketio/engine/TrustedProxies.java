package io.klatch.socketio.engine;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

/// The proxies in front of an endpoint whose `X-Forwarded-…` headers are believed. Everybody else
/// could write into them what they like.
public final class TrustedProxies {
  private final List<String> words;
  private final List<AddressBlock> blocks;

  private TrustedProxies(List<String> words) {
    this.words = words;
    this.blocks = words.stream().map(AddressBlock::of).toList();
  }

  public static TrustedProxies none() {
    return new TrustedProxies(List.of());
  }

  /// @param words addresses (`10.0.0.7`, `::1`) and blocks of them (`10.0.0.0/8`)
  /// @throws IllegalArgumentException if one is neither
  public static TrustedProxies of(Collection<String> words) {
    return new TrustedProxies(List.copyOf(words));
  }

  /// @param address plain
  boolean include(InetAddress address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  @Override
  public String toString() {
    return words.isEmpty() ? "none" : String.join(", ", words);
  }
}
