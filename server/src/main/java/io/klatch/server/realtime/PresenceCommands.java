package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.PresenceApi;
import io.klatch.server.delivery.PresenceLeases;
import io.klatch.server.delivery.PresenceSubscriptions;
import java.util.Map;

/// Who is here.
public final class PresenceCommands implements Commands {
  private final PresenceApi presence;
  private final PresenceLeases leases;
  private final PresenceSubscriptions subscriptions;

  public PresenceCommands(
      PresenceApi presence, PresenceLeases leases, PresenceSubscriptions subscriptions) {
    this.presence = presence;
    this.leases = leases;
    this.subscriptions = subscriptions;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put(
        "presence:set-status", on((_, caller, it) -> presence.choose(caller.identity(), it)));
    events.put(
        "presence:subscribe",
        on((_, caller, it) ->
            presence.subscribe(
                caller.identity(),
                it,
                found -> subscriptions.add(caller, found.visible(), found.views()))));
    events.put(
        "presence:unsubscribe",
        on((_, caller, it) ->
            presence.unsubscribe(it, users -> subscriptions.remove(caller, users))));
    events.put("presence:get-batch", on((_, caller, it) -> presence.look(caller.identity(), it)));
    events.put(
        "presence:activity",
        on((_, caller, it) -> presence.activity(it, active -> leases.report(caller, active))));
  }
}
