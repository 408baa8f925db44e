package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.MembershipApi;
import java.util.Map;

/// Members, roles, profile and settings of conversations.
public final class MembershipCommands implements Commands {
  private final MembershipApi members;

  public MembershipCommands(MembershipApi members) {
    this.members = members;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("member:add", on((_, caller, it) -> members.add(caller.identity(), it)));
    events.put("member:remove", on((_, caller, it) -> members.remove(caller.identity(), it)));
    events.put("member:set-role", on((_, caller, it) -> members.setRole(caller.identity(), it)));
    events.put("member:list", on((_, caller, it) -> members.list(caller.identity(), it)));
    events.put("conversation:leave", on((_, caller, it) -> members.leave(caller.identity(), it)));
    events.put("conversation:update", on((_, caller, it) -> members.update(caller.identity(), it)));
    events.put(
        "conversation:archive", on((_, caller, it) -> members.archive(caller.identity(), it)));
    events.put("conversation:pin", on((_, caller, it) -> members.pin(caller.identity(), it)));
    events.put("conversation:mute", on((_, caller, it) -> members.mute(caller.identity(), it)));
  }
}
