package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.Memberships;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a client shows now. Blocks; call on a virtual thread.
public final class ViewApi {
  private static final String FIELD = "conversation_id";

  private final Memberships memberships;

  public ViewApi(Memberships memberships) {
    this.memberships = memberships;
  }

  /// `conversation:view {conversation_id?}`
  ///
  /// @param show told the conversation if the caller is in it, null for none
  public Reply view(
      Identity caller, @Nullable JsonNode payload, Consumer<@Nullable ConversationId> show) {
    return ChatApi.read(
        payload,
        fields -> {
          var text = fields.textOrNull(FIELD);
          var id = text == null ? null : fields.conversation(FIELD);
          if (text != null && (id == null || !isMember(caller, id))) {
            return Refusals.noSuchConversation();
          }
          show.accept(id);
          var json = JsonNodeFactory.instance.objectNode().put("ok", true);
          return new Reply.Ok(json.put(FIELD, text), false);
        });
  }

  private boolean isMember(Identity caller, ConversationId id) {
    return memberships.isMember(new ConversationKey(caller.tenant(), id), caller.user());
  }
}
