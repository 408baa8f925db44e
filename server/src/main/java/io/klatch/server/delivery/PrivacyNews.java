package io.klatch.server.delivery;

import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.privacy.Privacy;
import io.klatch.domain.privacy.PrivacyListener;
import io.klatch.server.delivery.Whisper.Whispered;
import io.klatch.server.json.PrivacyJson;
import java.util.Set;

/// Tells all of a user's devices what one of them has set.
public final class PrivacyNews implements PrivacyListener {
  private final Whisper whisper;

  public PrivacyNews(Whisper whisper) {
    this.whisper = whisper;
  }

  @Override
  public void changed(UserKey user, Privacy privacy) {
    whisper.toUsers(
        user.tenant(),
        Set.of(user.user()),
        new Whispered("privacy:update", PrivacyJson.of(privacy), false));
  }
}
