package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.ModerationApi;
import io.klatch.server.api.Reply;
import io.klatch.server.api.RoomVerb;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What moderators do in rooms, and how somebody stands in one.
public final class ModerationCommands implements Commands {
  private final ModerationApi moderation;

  public ModerationCommands(ModerationApi moderation) {
    this.moderation = moderation;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    for (var verb : RoomVerb.values()) {
      events.put(verb.event(), by((caller, payload) -> moderation.act(verb, caller, payload)));
    }
    events.put("room:delete-messages", by(moderation::deleteMessages));
    events.put("room:bans", by(moderation::bans));
    events.put("room:status", by(moderation::status));
  }

  private static Answering by(BiFunction<Identity, @Nullable JsonNode, Reply> act) {
    return on((_, caller, payload) -> act.apply(caller.identity(), payload));
  }
}
