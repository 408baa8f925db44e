package io.klatch.domain.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: how it goes with webhooks that are told something. Does not block.
public interface WebhookWatch {
  /// Null for one that is not told anything.
  @Nullable State state(WebhookKey webhook);

  /// Has them sent once more.
  void again(WebhookKey webhook, List<DeadLetter> letters);

  /// @param waiting events that are on their way
  /// @param failingSince when it began to take nothing; null when it takes events
  /// @param failure what went wrong last, in a sentence; null when nothing does
  record State(int waiting, @Nullable Instant failingSince, @Nullable String failure) {}
}
