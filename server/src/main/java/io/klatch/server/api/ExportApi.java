package io.klatch.server.api;

import io.klatch.domain.export.Exported;
import io.klatch.domain.export.Exports;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.ExportJson;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// All there is, for a tenant's back end. Blocks, also while it is read; call on a virtual thread.
public final class ExportApi {
  private final Exports exports;

  public ExportApi(Exports exports) {
    this.exports = exports;
  }

  /// What is exported, or why it is not.
  public sealed interface Export {
    /// Objects to be read one by one.
    record Found(Iterator<ObjectNode> objects) implements Export {}

    record NotFound(Refused refusal) implements Export {}
  }

  public Export conversation(TenantId tenant, String id) {
    try {
      var pieces =
          ConversationId.isValid(id)
              ? exports.conversation(new ConversationKey(tenant, new ConversationId(id)))
              : null;
      return pieces == null ? new Export.NotFound(Refusals.noSuchConversation()) : found(pieces);
    } catch (UnavailableException _) {
      return new Export.NotFound(Refusals.unavailable());
    }
  }

  public Export user(TenantId tenant, String id) {
    try {
      var user = user(id);
      var pieces = user == null ? null : exports.user(new UserKey(tenant, user));
      return pieces == null
          ? new Export.NotFound(Refused.of(ErrorCode.NOT_FOUND, "nothing is kept of such a user"))
          : found(pieces);
    } catch (UnavailableException _) {
      return new Export.NotFound(Refusals.unavailable());
    }
  }

  private static @Nullable UserId user(String id) {
    try {
      return new UserId(id);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static Export found(Iterator<Exported> pieces) {
    return new Export.Found(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return pieces.hasNext();
          }

          @Override
          public ObjectNode next() {
            return ExportJson.of(pieces.next());
          }
        });
  }
}
