package io.klatch.server.api;

import io.klatch.domain.chat.Posting;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Messages a back end sends as nobody. Blocks; call on a virtual thread.
public final class SystemMessageApi {
  private final Posting posting;

  public SystemMessageApi(Posting posting) {
    this.posting = posting;
  }

  /// As `message:send`.
  public Reply send(TenantId tenant, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var content = ContentFields.read(fields);
          var text = content.body() == null || fields.has("text") ? fields.text("text") : "";
          var clientId = ChatApi.clientMessageId(fields, "client_msg_id");
          var sender = new UserKey(tenant, UserId.SYSTEM);
          return id == null
              ? Refusals.noSuchConversation()
              : Replies.sent(
                  posting.announce(new SendMessage(sender, id, text, clientId, content)));
        });
  }
}
