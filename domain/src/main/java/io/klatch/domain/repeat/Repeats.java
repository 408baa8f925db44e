package io.klatch.domain.repeat;

import io.klatch.domain.kernel.UnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Answers a repeated request as it was answered first, for a day. Thread-safe; blocks.
///
/// An answer is kept when the request is done, not before: that costs one commit instead of two.
/// After a crash between the two the request is done again, so whatever can carry an id of its own
/// takes one made from the key, by which the log finds what was done.
public final class Repeats {
  public static final Duration KEPT = Duration.ofHours(24);

  private final AnswerStore store;
  private final InstantSource clock;

  /// As many as there are requests being done.
  private final Set<RepeatKey> underWay = ConcurrentHashMap.newKeySet();

  public Repeats(AnswerStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  public Begin begin(RepeatKey key, String fingerprint) {
    // First: whoever had the place before has kept its answer by now.
    if (!underWay.add(key)) {
      return new Begin.UnderWay();
    }
    var begin = look(key, fingerprint);
    if (!(begin instanceof Begin.First)) {
      underWay.remove(key);
    }
    return begin;
  }

  /// @param answer null when nothing was done and the next try may go otherwise
  public void end(RepeatKey key, @Nullable KeptAnswer answer) {
    try {
      if (answer != null) {
        store.keep(key, answer, clock.instant());
      }
    } catch (UnavailableException _) {
      // What was done is answered; a repeat is done again, by the ids made from its key.
    } finally {
      underWay.remove(key);
    }
  }

  /// Removes answers that count no more.
  public void forget() {
    store.forget(clock.instant().minus(KEPT));
  }

  private Begin look(RepeatKey key, String fingerprint) {
    try {
      var kept = store.find(key, clock.instant().minus(KEPT));
      if (kept == null) {
        return new Begin.First();
      }
      return kept.fingerprint().equals(fingerprint)
          ? new Begin.Repeated(kept)
          : new Begin.Differs();
    } catch (UnavailableException _) {
      return new Begin.Unavailable();
    }
  }
}
