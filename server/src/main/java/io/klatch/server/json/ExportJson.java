package io.klatch.server.json;

import io.klatch.domain.export.Exported;
import io.klatch.domain.export.Exported.ReactionOf;
import io.klatch.domain.presence.StoredPresence;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Pieces of an export, a line each; `line` says which.
public final class ExportJson {
  private ExportJson() {}

  public static ObjectNode of(Exported piece) {
    return switch (piece) {
      case Exported.OfConversation(var conversation) ->
          line("conversation", ConversationJson.canonical(conversation))
              .remove(List.of("member_ids", "last_message"));
      case Exported.OfMember(var user, var role) ->
          line("member").put("user_id", user.value()).put("role", role.wire());
      case Exported.OfMessage message -> message(message);
      case Exported.OfChange(var change) -> line("change", ChangeJson.entry(change));
      case Exported.OfUser(var user) -> line("user", UserJson.of(user));
      case Exported.OfPrivacy(var privacy) -> line("privacy", PrivacyJson.of(privacy));
      case Exported.OfPresence(var presence) -> presence(presence);
      case Exported.OfBlock(var block) -> line("block", BlockJson.of(block));
      case Exported.OfReport(var report) -> line("report", ReportJson.of(report));
      case Exported.OfDraft(var draft) -> line("draft", DraftJson.of(draft));
      case Exported.OfScheduled(var scheduled) -> line("scheduled", ScheduledJson.of(scheduled));
      case Exported.OfFile(var attachment) -> AttachmentJson.addTo(line("file"), attachment);
      case Exported.OfMembership membership -> membership(membership);
      case Exported.OfReaction(var conversation, var seq, var reaction) ->
          line("reaction")
              .put("conversation_id", conversation.value())
              .put("seq", seq.value())
              .setAll(reaction(reaction));
      case Exported.End(var count) -> line("end").put("count", count);
    };
  }

  /// A message object, with who reacted in place of how many.
  private static ObjectNode message(Exported.OfMessage piece) {
    var json = line("message", Dialect.CANONICAL.message(piece.message()));
    if (!piece.versions().isEmpty()) {
      var versions = json.putArray("versions");
      for (var each : piece.versions()) {
        var version = versions.addObject().put("text", each.text());
        version.set("body", ContentJson.body(each.body()));
        version.put("at", Times.wire(each.at()));
      }
    }
    json.remove("reactions");
    if (!piece.reactions().isEmpty()) {
      var reactions = json.putArray("reactions");
      piece.reactions().forEach(each -> reactions.add(reaction(each)));
    }
    return json;
  }

  private static ObjectNode membership(Exported.OfMembership piece) {
    var json = line("membership", ReceiptJson.own(piece.conversation(), piece.marks()));
    var standing = piece.standing();
    if (standing == null) {
      return json.putNull("role");
    }
    json.setAll(ConversationJson.standing(standing));
    return json;
  }

  private static ObjectNode presence(StoredPresence presence) {
    var choice = presence.choice();
    var until = choice.until();
    var seen = presence.lastSeen();
    return line("presence")
        .put("chosen", choice.status().wire())
        .put("status_text", choice.text())
        .put("expires_at", until == null ? null : Times.wire(until))
        .put("last_seen", seen == null ? null : Times.wire(seen));
  }

  private static ObjectNode reaction(ReactionOf reaction) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("emoji", reaction.emoji().value())
        .put("user_id", reaction.user().value())
        .put("at", Times.wire(reaction.at()));
  }

  private static ObjectNode line(String name, ObjectNode piece) {
    var json = line(name);
    json.setAll(piece);
    return json;
  }

  private static ObjectNode line(String name) {
    return JsonNodeFactory.instance.objectNode().put("line", name);
  }
}
