package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.MessageApi;
import io.klatch.server.api.ThreadApi;
import java.util.Map;

/// What can be done to messages that are there.
public final class MessageCommands implements Commands {
  private final MessageApi messages;
  private final ThreadApi threads;

  public MessageCommands(MessageApi messages, ThreadApi threads) {
    this.messages = messages;
    this.threads = threads;
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
    events.put("message:thread", on((_, caller, it) -> threads.thread(caller.identity(), it)));
    events.put("message:forward", on((_, caller, it) -> threads.forward(caller.identity(), it)));
  }
}
