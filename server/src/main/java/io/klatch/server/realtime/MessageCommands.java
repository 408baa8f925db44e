package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.MessageApi;
import java.util.Map;

/// What can be done to messages that are there.
public final class MessageCommands implements Commands {
  private final MessageApi messages;

  public MessageCommands(MessageApi messages) {
    this.messages = messages;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("message:changes", on((_, caller, it) -> messages.changes(caller.identity(), it)));
  }
}
