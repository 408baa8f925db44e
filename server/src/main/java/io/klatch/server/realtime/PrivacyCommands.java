package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.PrivacyApi;
import java.util.Map;

/// What users let others know.
public final class PrivacyCommands implements Commands {
  private final PrivacyApi privacy;

  public PrivacyCommands(PrivacyApi privacy) {
    this.privacy = privacy;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("privacy:get", on((_, caller, _) -> privacy.get(caller.identity())));
    events.put("privacy:set", on((_, caller, it) -> privacy.set(caller.identity(), it)));
  }
}
