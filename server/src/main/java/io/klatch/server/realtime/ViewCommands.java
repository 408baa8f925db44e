package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.ViewApi;
import io.klatch.server.delivery.Viewers;
import java.util.Map;

/// What a socket shows now.
public final class ViewCommands implements Commands {
  private final ViewApi views;
  private final Viewers viewers;

  public ViewCommands(ViewApi views, Viewers viewers) {
    this.views = views;
    this.viewers = viewers;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put(
        "conversation:view",
        on((_, caller, it) -> views.view(caller.identity(), it, id -> viewers.show(caller, id))));
  }
}
