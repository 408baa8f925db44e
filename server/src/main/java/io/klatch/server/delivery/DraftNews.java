package io.klatch.server.delivery;

import io.klatch.domain.draft.Draft;
import io.klatch.domain.draft.DraftListener;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.delivery.Whisper.Whispered;
import io.klatch.server.json.DraftJson;
import java.util.Set;

/// Tells a user's devices what one of them has begun to write.
public final class DraftNews implements DraftListener {
  private final Whisper whisper;

  public DraftNews(Whisper whisper) {
    this.whisper = whisper;
  }

  /// Tells all devices.
  @Override
  public void changed(UserKey user, Draft draft) {
    whisper.toUsers(user.tenant(), Set.of(user.user()), event(draft));
  }

  /// Tells all but the socket it came from.
  public DraftListener from(Session origin) {
    return (_, draft) -> whisper.toOthers(origin, event(draft));
  }

  private static Whispered event(Draft draft) {
    return new Whispered("draft:update", DraftJson.of(draft), false);
  }
}
