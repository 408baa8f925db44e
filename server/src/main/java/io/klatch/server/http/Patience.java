package io.klatch.server.http;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/// How many refusals one connection may earn before it is closed: who earns so many so fast does
/// not read them. A proxy that shares a connection among many clients opens another.
final class Patience {
  private static final AttributeKey<Patience> KEY =
      AttributeKey.valueOf(Patience.class, "patience");

  private long since;
  private int refusals;

  private Patience() {}

  /// Takes note of an answer.
  ///
  /// @return whether the connection has had enough of them
  static boolean isOver(Channel channel, int status, long nanoTime) {
    if (status < 400 || status >= 500) {
      return false;
    }
    var attribute = channel.attr(KEY);
    var known = attribute.get();
    if (known == null) {
      var fresh = new Patience();
      var first = attribute.setIfAbsent(fresh);
      known = first == null ? fresh : first;
    }
    return known.refused(nanoTime);
  }

  private synchronized boolean refused(long nanoTime) {
    if (refusals == 0 || nanoTime - since > HttpEntry.REFUSALS_WITHIN.toNanos()) {
      since = nanoTime;
      refusals = 0;
    }
    return ++refusals >= HttpEntry.REFUSALS_MAX;
  }
}
