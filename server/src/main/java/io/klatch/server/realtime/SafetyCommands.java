package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.BlockApi;
import io.klatch.server.api.ReportApi;
import java.util.Map;

/// What users do to be left alone, and to get help.
public final class SafetyCommands implements Commands {
  private final BlockApi blocks;
  private final ReportApi reports;

  public SafetyCommands(BlockApi blocks, ReportApi reports) {
    this.blocks = blocks;
    this.reports = reports;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("user:block", on((_, caller, it) -> blocks.block(caller.identity(), it)));
    events.put("user:unblock", on((_, caller, it) -> blocks.unblock(caller.identity(), it)));
    events.put("user:blocked", on((_, caller, it) -> blocks.list(caller.identity(), it)));
    events.put("message:report", on((_, caller, it) -> reports.message(caller.identity(), it)));
    events.put("user:report", on((_, caller, it) -> reports.user(caller.identity(), it)));
  }
}
