package io.klatch.server.realtime;

import io.klatch.server.api.Reply;
import io.klatch.server.delivery.Session;
import io.klatch.socketio.Socket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an event does. Runs on the virtual thread of the connection's inbox; may block.
@FunctionalInterface
interface Command {
  /// @param payload the event's first argument, null when it has none
  Reply run(Socket socket, Session session, @Nullable JsonNode payload);
}
