package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.TypingApi;
import java.util.Map;

/// Who is typing.
public final class TypingCommands implements Commands {
  private final TypingApi typing;

  public TypingCommands(TypingApi typing) {
    this.typing = typing;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("typing:start", on((_, caller, it) -> typing.start(caller.identity(), it)));
    events.put("typing:stop", on((_, caller, it) -> typing.stop(caller.identity(), it)));
    events.put("typing:get-aggregated", on((_, caller, it) -> typing.find(caller.identity(), it)));
  }
}
