package io.klatch.socketio;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Gives a connecting socket what it missed.
///
/// Called on a virtual thread after the guards have let the socket in; may block. Everything
/// emitted to the socket from this call on is held and sent after the answer, so an implementation
/// that first makes the socket a receiver of new events and then reads the old ones up to that
/// point leaves neither gap nor repeat.
@FunctionalInterface
public interface Recovery {
  /// What a returning client says of its last connection; not to be believed before it is checked.
  ///
  /// @param offset the last string that ended an event, or null if there was none
  record Claim(String pid, @Nullable String offset) {}

  /// The client calls itself recovered if, and only if, `pid` is the one it claimed.
  ///
  /// @param missed sent right after the connection is confirmed, before anything newer
  record Answer(String pid, List<Message> missed) {
    public Answer {
      missed = List.copyOf(missed);
    }
  }

  /// Decides whether the gap can be filled.
  ///
  /// @param claim null for a first connection
  Answer recover(Socket socket, ObjectNode auth, @Nullable Claim claim);
}
