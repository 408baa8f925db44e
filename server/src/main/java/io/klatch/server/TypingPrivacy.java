package io.klatch.server;

import io.klatch.domain.chat.ConversationStore;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.PresenceDesk;
import io.klatch.domain.privacy.PrivacyStore;
import io.klatch.domain.typing.TypingVisibility;
import io.klatch.server.delivery.Viewers;
import io.klatch.server.delivery.Whisper;
import java.util.Set;
import java.util.stream.Collectors;

/// Typing is shown as its user's privacy settings say, and never of who is invisible.
record TypingPrivacy(
    PrivacyStore privacy, PresenceDesk presence, ConversationStore conversations, Viewers viewers)
    implements TypingVisibility {
  @Override
  public boolean shows(UserKey user) {
    return privacy.of(user).typing() && !presence.isHidden(user);
  }

  @Override
  public Set<UserId> hiddenFrom(UserKey user, ConversationKey conversation) {
    var own = privacy.of(user);
    if (!own.reciprocal()) {
      return Set.of();
    }
    return audience(conversation).stream()
        .filter(viewer -> !own.showsTypingTo(privacy.of(new UserKey(user.tenant(), viewer))))
        .collect(Collectors.toSet());
  }

  private Set<UserId> audience(ConversationKey conversation) {
    var members = conversations.members(conversation);
    return members.size() <= Whisper.MEMBERS_TOLD_MAX
        ? members
        : viewers.of(conversation).stream()
            .map(session -> session.identity().user())
            .collect(Collectors.toSet());
  }
}
