package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;

/// Changes and takes back what was said. Blocks until it is durable; call on a virtual thread.
public final class Editing {
  private final MessageChanges messages;
  private final Guard guard;
  private final ChatLimits limits;

  public Editing(MessageChanges messages, Guard guard, ChatLimits limits) {
    this.messages = messages;
    this.guard = guard;
    this.limits = limits;
  }

  /// Whether the text may be empty depends on the message, so the store looks at that.
  public ChangeResult edit(MessageTarget target, MessageEdit edit) {
    var unfit = edit.text() == null ? null : TextRule.check(edit.text(), limits, true);
    return unfit != null
        ? new ChangeResult.TextUnfit(unfit)
        : guard.run(target.actor(), () -> messages.edit(target, edit));
  }

  public ChangeResult deleteForAll(MessageTarget target) {
    return guard.run(target.actor(), () -> messages.delete(target));
  }

  public ChangeResult deleteForMe(MessageTarget target) {
    return guard.run(target.actor(), () -> messages.hide(target));
  }

  public VersionsResult versions(UserKey reader, ConversationId conversation, Seq seq) {
    try {
      var found = messages.versions(reader, conversation, seq);
      if (found == null) {
        return new VersionsResult.NotFound();
      }
      return found.isEmpty() ? new VersionsResult.NoSuchMessage() : new VersionsResult.Found(found);
    } catch (UnavailableException _) {
      return new VersionsResult.Unavailable();
    }
  }
}
