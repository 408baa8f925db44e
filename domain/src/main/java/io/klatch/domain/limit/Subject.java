package io.klatch.domain.limit;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Who is counted.
///
/// @param in the conversation, for limits of [LimitScope#USER_IN_CONVERSATION]; null for others
public record Subject(UserKey user, @Nullable ConversationId in) {
  public static Subject of(UserKey user) {
    return new Subject(user, null);
  }

  public LimitScope scope() {
    return in == null ? LimitScope.USER : LimitScope.USER_IN_CONVERSATION;
  }
}
