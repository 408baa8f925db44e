package io.klatch.domain.typing;

import java.time.Duration;

/// Port: hears how long somebody typed. Must not block; may be called by any thread.
@FunctionalInterface
public interface TypingEndListener {
  void ended(TypingEnd how, Duration typed);
}
