package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Changes and takes back what was said. Blocks until it is durable; call on a virtual thread.
public final class Editing {
  private final MessageChanges messages;
  private final Guard guard;
  private final ChatLimits limits;
  private final Screening screening;

  /// With nobody who is asked first.
  public Editing(MessageChanges messages, Guard guard, ChatLimits limits) {
    this(messages, guard, limits, Screening.NONE);
  }

  public Editing(MessageChanges messages, Guard guard, ChatLimits limits, Screening screening) {
    this.screening = screening;
    this.messages = messages;
    this.guard = guard;
    this.limits = limits;
  }

  public ChangeResult edit(MessageTarget target, MessageEdit edit) {
    var unfit = unfit(edit);
    return unfit != null
        ? new ChangeResult.TextUnfit(unfit)
        : guard.run(target.actor(), () -> screened(target, edit));
  }

  private ChangeResult screened(MessageTarget target, MessageEdit edit) {
    return screening.asks(target.actor().tenant())
        ? screening.screenEdit(target, edit, changed -> storeFit(target, changed))
        : messages.edit(target, edit);
  }

  /// It may have been changed.
  private ChangeResult storeFit(MessageTarget target, MessageEdit edit) {
    var unfit = unfit(edit);
    return unfit != null ? new ChangeResult.TextUnfit(unfit) : messages.edit(target, edit);
  }

  /// Whether the text may be empty depends on the message, so the store looks at that.
  private @Nullable Unfit unfit(MessageEdit edit) {
    return edit.text() == null ? null : TextRule.check(edit.text(), limits, true);
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
