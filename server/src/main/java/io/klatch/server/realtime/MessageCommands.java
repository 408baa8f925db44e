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
    events.put("message:edit", on((_, caller, it) -> messages.edit(caller.identity(), it)));
    events.put("message:delete", on((_, caller, it) -> messages.delete(caller.identity(), it)));
    events.put("message:versions", on((_, caller, it) -> messages.versions(caller.identity(), it)));
    events.put("message:react", on((_, caller, it) -> messages.react(caller.identity(), it)));
    events.put("message:unreact", on((_, caller, it) -> messages.unreact(caller.identity(), it)));
    events.put("message:pin", on((_, caller, it) -> messages.pin(caller.identity(), it)));
    events.put("message:unpin", on((_, caller, it) -> messages.unpin(caller.identity(), it)));
    events.put("message:pins", on((_, caller, it) -> messages.pins(caller.identity(), it)));
  }
}
