package io.klatch.socketio;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event on its way to clients or to other servers, not encoded yet.
///
/// @param args anything Jackson can write; `byte[]` and `BinaryNode` go as attachments
public record Outgoing(String event, List<? extends @Nullable Object> args) {
  /// @throws IllegalArgumentException if the name is one of the protocol's own
  public Outgoing {
    if (Packet.RESERVED.contains(event)) {
      throw new IllegalArgumentException(
          "event is " + event + ", which clients emit themselves; choose another name");
    }
    args = Collections.unmodifiableList(args);
  }

  public static Outgoing of(String event, @Nullable Object... args) {
    return new Outgoing(event, Arrays.asList(args));
  }

  @Nullable Object[] argArray() {
    return args.toArray();
  }

  /// The same with one more argument behind.
  Outgoing with(String last) {
    var more = Arrays.copyOf(args.toArray(), args.size() + 1);
    more[args.size()] = last;
    return of(event, more);
  }
}
