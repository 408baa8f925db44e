package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.AppealApi;
import java.util.Map;

/// Appeals of users against what was imposed on them in a room.
public final class AppealCommands implements Commands {
  private final AppealApi appeals;

  public AppealCommands(AppealApi appeals) {
    this.appeals = appeals;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("room:appeal", on((_, caller, it) -> appeals.file(caller.identity(), it)));
  }
}
