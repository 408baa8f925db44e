package io.klatch.server.webhooks;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.webhook.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One event on its way to one webhook. Confined to its follower's thread; what never changes is
/// read by the thread that posts it.
final class Parcel {
  final LogPosition position;
  final ConversationId conversation;
  final EventType type;
  final String body;

  /// Whether it was a dead letter, which is beside the webhook's place in the log.
  final boolean again;

  private Instant due = Instant.MIN;
  private @Nullable Instant firstTried;
  private int tries;
  private int ownTries;

  Parcel(
      LogPosition position,
      ConversationId conversation,
      EventType type,
      String body,
      boolean again) {
    this.position = position;
    this.conversation = conversation;
    this.type = type;
    this.body = body;
    this.again = again;
  }

  Instant due() {
    return due;
  }

  int tries() {
    return tries;
  }

  /// @param own whether it failed while the webhook took others
  void failed(boolean own, Instant now, Instant nextDue) {
    tries++;
    ownTries += own ? 1 : 0;
    due = nextDue;
    if (firstTried == null) {
      firstTried = now;
    }
  }

  void hurry() {
    due = Instant.MIN;
  }

  boolean isHopeless(WebhookConfig config, Instant now) {
    return ownTries >= config.triesMax()
        || (firstTried != null && !now.isBefore(firstTried.plus(config.giveUpAfter())));
  }
}
