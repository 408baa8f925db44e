package io.klatch.server;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.PresenceDesk;
import io.klatch.domain.presence.PresenceStore;
import io.klatch.domain.privacy.PrivacyStore;
import io.klatch.domain.safety.Apart;
import io.klatch.domain.typing.TypingVisibility;
import io.klatch.server.delivery.Whisper;
import java.util.HashSet;
import java.util.Set;

/// Typing is shown as its user's privacy settings say, never of who is invisible, and not between
/// two of whom one has blocked the other.
record TypingPrivacy(
    PrivacyStore privacy, PresenceDesk presence, PresenceStore chosen, Whisper whisper, Apart apart)
    implements TypingVisibility {
  @Override
  public boolean shows(UserKey user) {
    if (presence.isUnknown(user)) {
      // Types in its first second here, before a round has asked.
      presence.known(user, chosen.find(user.tenant(), Set.of(user.user())).get(user.user()));
    }
    return privacy.of(user).typing() && !presence.isHidden(user);
  }

  @Override
  public Set<UserId> hiddenFrom(UserKey user, ConversationKey conversation) {
    var own = privacy.of(user);
    var audience = whisper.hearers(conversation);
    var hiddenFrom = new HashSet<>(apart.among(user, audience));
    if (own.reciprocal()) {
      audience.stream()
          .filter(viewer -> !own.showsTypingTo(privacy.of(new UserKey(user.tenant(), viewer))))
          .forEach(hiddenFrom::add);
    }
    return hiddenFrom;
  }
}
