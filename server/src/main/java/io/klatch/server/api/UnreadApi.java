package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.receipt.Inbox;
import io.klatch.domain.receipt.InboxResult;
import io.klatch.domain.receipt.ReceiptResult;
import io.klatch.domain.receipt.ReceiptResult.Outcome;
import io.klatch.domain.receipt.Receipts;
import io.klatch.server.json.UnreadJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What is unread, as JSON. Blocks; call on a virtual thread.
public final class UnreadApi {
  private final Inbox inbox;
  private final Receipts receipts;

  public UnreadApi(Inbox inbox, Receipts receipts) {
    this.inbox = inbox;
    this.receipts = receipts;
  }

  /// `unread:get {}`
  public Reply get(Identity caller) {
    return listed(inbox.get(caller.key()));
  }

  private static Reply listed(InboxResult result) {
    return switch (result) {
      case InboxResult.Found(var unread, var total, var hasMore) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        json.put("total_unread", total);
        var list = json.putArray("conversations");
        unread.forEach(it -> {
          var each = list.addObject().put("conversation_id", it.getKey().conversation().value());
          each.setAll(UnreadJson.of(it.getValue()));
        });
        json.put("has_more", hasMore);
        yield new Reply.Ok(json, false);
      }
      case InboxResult.Unavailable() -> Refusals.unavailable();
    };
  }

  /// `conversation:mark-unread {conversation_id, marked?}`
  public Reply mark(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var marked = fields.flagOrNull("marked");
          return id == null
              ? Refusals.noSuchConversation()
              : marked(receipts.markUnread(caller.key(), id, marked == null || marked));
        });
  }

  private static Reply marked(ReceiptResult result) {
    return switch (result) {
      case ReceiptResult.Done(var outcomes) ->
          switch (outcomes.getFirst()) {
            case Outcome.Marked _ ->
                new Reply.Ok(JsonNodeFactory.instance.objectNode().put("ok", true), false);
            case Outcome.NotFound() -> Refusals.noSuchConversation();
          };
      case ReceiptResult.Unavailable() -> Refusals.unavailable();
    };
  }
}
