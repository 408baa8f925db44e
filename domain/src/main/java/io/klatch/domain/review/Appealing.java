package io.klatch.domain.review;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Text;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/// Users who are banned from a room or muted there appeal, one at a time. Blocks; call on a virtual
/// thread.
public final class Appealing {
  public static final int TEXT_CHARACTERS_MAX = 1_000;

  /// Ids of appeals begin with it, those of reports do not.
  static final String MARK = "a";

  private final AppealStore store;
  private final Allowances allowances;
  private final RandomGenerator random;
  private final InstantSource clock;

  /// @param random names new appeals: a source nobody can predict
  public Appealing(
      AppealStore store, Allowances allowances, RandomGenerator random, InstantSource clock) {
    this.store = store;
    this.allowances = allowances;
    this.random = random;
    this.clock = clock;
  }

  public AppealResult file(UserKey user, RoomId room, String text) {
    if (!Text.isStorable(text)
        || !Text.hasVisible(text)
        || Text.characters(text) > TEXT_CHARACTERS_MAX) {
      return new AppealResult.TextUnfit(TEXT_CHARACTERS_MAX);
    }
    var wait = allowances.take(LimitName.APPEAL, user);
    if (wait.isPositive()) {
      return new AppealResult.RateLimited(wait);
    }
    var id = MARK + ConversationId.random(random).value().substring(1);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      return store.file(id, new RoomKey(user.tenant(), room), user.user(), text, now);
    } catch (UnavailableException _) {
      return new AppealResult.Unavailable();
    }
  }
}
