package io.klatch.domain.typing;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What viewers of a conversation were told last, and what there is to tell now. Who is shown the
/// same as before is told nothing: even a line that says nothing would tell that somebody types.
///
/// @param before who was typing when it was told last
public record TypingChange(TypingSnapshot before, TypingSnapshot now) {
  public ConversationKey conversation() {
    return now.conversation();
  }

  /// Who is not shown the same as everybody, or was not.
  public Set<UserId> exceptions() {
    var users = new LinkedHashSet<>(before.exceptions());
    users.addAll(now.exceptions());
    return users;
  }

  /// What the viewer is to be told; null when it is what they were told before.
  ///
  /// @param viewer null for everybody who is no exception
  public @Nullable TypingView toTell(@Nullable UserId viewer, boolean named) {
    var view = now.seenBy(viewer, named);
    return view.equals(before.seenBy(viewer, named)) ? null : view;
  }
}
