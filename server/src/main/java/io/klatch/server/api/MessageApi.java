package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.Changes;
import io.klatch.domain.chat.ChangesResult;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.server.json.ChangeJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What can be done to messages that are there. All block; call on a virtual thread.
public final class MessageApi {
  private final Changes changes;

  public MessageApi(Changes changes) {
    this.changes = changes;
  }

  /// `message:changes {conversation_id, after_change_seq?, limit?}`
  public Reply changes(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var after = fields.wholeOrNull("after_change_seq", 0, Long.MAX_VALUE);
          var limit = ChatApi.limit(fields);
          return id == null
              ? Refusals.noSuchConversation()
              : reply(
                  changes.read(caller.key(), id, new ChangeSeq(after == null ? 0 : after), limit));
        });
  }

  private static Reply reply(ChangesResult result) {
    return switch (result) {
      case ChangesResult.Found(var page) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        var list = json.putArray("changes");
        page.changes().forEach(each -> list.add(ChangeJson.entry(each)));
        json.put("has_more", page.hasMore());
        yield new Reply.Ok(json, false);
      }
      case ChangesResult.NotFound() -> Refusals.noSuchConversation();
      case ChangesResult.Unavailable() -> Refusals.unavailable();
    };
  }
}
