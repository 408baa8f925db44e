package io.klatch.domain.typing;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.Set;

/// Port: who may see whom type. May block; call on a virtual thread.
public interface TypingVisibility {
  /// False for who has switched it off or is invisible: nobody sees them type.
  boolean shows(UserKey user);

  /// Who must not see this user type in the conversation: one of the two has blocked the other, or
  /// the user shows it only to those who show theirs.
  Set<UserId> hiddenFrom(UserKey user, ConversationKey conversation);
}
