package io.klatch.socketio;

import io.klatch.socketio.engine.SendOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who a broadcast goes to, and how.
///
/// @param rooms it goes to the members of any of them, once; to everybody if there are none
/// @param except but not to the members of these
/// @param isVolatile is lost where it could not be written at once
/// @param compress whether a transport that compresses should compress it
/// @param local only sockets of this process
/// @param timeout how long answers of clients and other servers are waited for; null for the
///   default
public record BroadcastOptions(
    Set<String> rooms,
    Set<String> except,
    boolean isVolatile,
    boolean compress,
    boolean local,
    @Nullable Duration timeout) {
  /// Everybody, in every process.
  public static final BroadcastOptions EVERYBODY =
      new BroadcastOptions(Set.of(), Set.of(), false, true, false, null);

  public BroadcastOptions {
    rooms = Set.copyOf(rooms);
    except = Set.copyOf(except);
    if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
      throw new IllegalArgumentException("timeout is " + timeout + ", must be positive");
    }
  }

  BroadcastOptions to(String... more) {
    return new BroadcastOptions(plus(rooms, more), except, isVolatile, compress, local, timeout);
  }

  BroadcastOptions except(String... more) {
    return new BroadcastOptions(rooms, plus(except, more), isVolatile, compress, local, timeout);
  }

  BroadcastOptions asVolatile() {
    return new BroadcastOptions(rooms, except, true, compress, local, timeout);
  }

  BroadcastOptions compress(boolean newCompress) {
    return new BroadcastOptions(rooms, except, isVolatile, newCompress, local, timeout);
  }

  BroadcastOptions here() {
    return new BroadcastOptions(rooms, except, isVolatile, compress, true, timeout);
  }

  BroadcastOptions within(Duration newTimeout) {
    return new BroadcastOptions(rooms, except, isVolatile, compress, local, newTimeout);
  }

  /// How long to wait for answers.
  Duration waiting() {
    return timeout == null ? BroadcastOperator.TIMEOUT_DEFAULT : timeout;
  }

  SendOptions sending() {
    return !isVolatile && compress ? SendOptions.DEFAULT : new SendOptions(isVolatile, compress);
  }

  private static Set<String> plus(Set<String> names, String... more) {
    var all = new HashSet<>(names);
    all.addAll(List.of(more));
    return all;
  }
}
