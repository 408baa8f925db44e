package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.UnreadApi;
import java.util.Map;

/// What is unread.
public final class UnreadCommands implements Commands {
  private final UnreadApi unread;

  public UnreadCommands(UnreadApi unread) {
    this.unread = unread;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("unread:get", on((_, caller, _) -> unread.get(caller.identity())));
    events.put(
        "conversation:mark-unread", on((_, caller, it) -> unread.mark(caller.identity(), it)));
  }
}
