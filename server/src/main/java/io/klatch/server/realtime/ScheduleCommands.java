package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.ScheduleApi;
import java.util.Map;

/// Messages that are to be sent later; `message:send` takes them.
public final class ScheduleCommands implements Commands {
  private final ScheduleApi schedules;

  public ScheduleCommands(ScheduleApi schedules) {
    this.schedules = schedules;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put(
        "message:scheduled-list", on((_, caller, it) -> schedules.list(caller.identity(), it)));
    events.put(
        "message:scheduled-cancel", on((_, caller, it) -> schedules.cancel(caller.identity(), it)));
    events.put(
        "message:scheduled-update", on((_, caller, it) -> schedules.update(caller.identity(), it)));
  }
}
