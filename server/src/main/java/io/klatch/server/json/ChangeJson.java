package io.klatch.server.json;

import io.klatch.domain.chat.Change;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.MessageId;
import io.klatch.domain.kernel.Seq;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Changes as clients see them, live, replayed and in `message:changes`: the name of the event and
/// its payload. The same in every dialect.
public final class ChangeJson {
  private ChangeJson() {}

  /// The event that brings it.
  public static String event(Change change) {
    return switch (change.what()) {
      case Change.MemberAdded _ -> "member:added";
      case Change.MemberRemoved _ -> "member:removed";
      case Change.MessageEdited _ -> "message:updated";
      case Change.MessageDeleted _, Change.MessageExpired _ -> "message:deleted";
      case Change.MessageHidden _ -> "message:hidden";
      case Change.ReactionAdded _, Change.ReactionRemoved _ -> "message:reaction";
      case Change.MessagePinned _ -> "message:pinned";
      case Change.MessageUnpinned _ -> "message:unpinned";
      case Change.RoleGiven _ -> "member:role";
      case Change.ProfileChanged _ -> "conversation:updated";
      case Change.SettingsChanged _ -> "conversation:settings";
    };
  }

  /// Its first argument.
  public static ObjectNode payload(Change change) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", change.conversation().value());
    json.put("change_seq", change.number().value());
    json.put("actor_id", change.actor().value());
    json.put("at", Times.wire(change.at()));
    switch (change.what()) {
      case Change.MemberAdded(var user, _) -> json.put("user_id", user.value());
      case Change.MemberRemoved(var user) -> json.put("user_id", user.value());
      case Change.MessageEdited(var seq, var text, var body, var editedAt) -> {
        message(json, change, seq).put("text", text).set("body", ContentJson.body(body));
        json.put("edited_at", Times.wire(editedAt));
      }
      case Change.MessageDeleted(var seq) -> message(json, change, seq);
      case Change.MessageExpired(var seq) -> message(json, change, seq).put("cause", "expired");
      case Change.MessageHidden(var seq) -> message(json, change, seq);
      case Change.ReactionAdded(var seq, var emoji, var count) ->
          reaction(message(json, change, seq), emoji, count).put("added", true);
      case Change.ReactionRemoved(var seq, var emoji, var count) ->
          reaction(message(json, change, seq), emoji, count).put("added", false);
      case Change.MessagePinned(var seq) -> message(json, change, seq);
      case Change.MessageUnpinned(var seq) -> message(json, change, seq);
      case Change.RoleGiven(var user, var role) ->
          json.put("user_id", user.value()).put("role", role.wire());
      case Change.ProfileChanged(var profile) -> json.setAll(ConversationJson.profile(profile));
      case Change.SettingsChanged(var settings) -> json.setAll(ConversationJson.settings(settings));
    }
    return json;
  }

  /// An entry of `message:changes`: the payload with the event's name.
  public static ObjectNode entry(Change change) {
    return payload(change).put("event", event(change));
  }

  private static ObjectNode message(ObjectNode json, Change change, Seq seq) {
    json.put("message_id", MessageId.of(change.conversation(), seq).value());
    return json.put("seq", seq.value());
  }

  private static ObjectNode reaction(ObjectNode json, Emoji emoji, long count) {
    return json.put("emoji", emoji.value()).put("count", count);
  }
}
