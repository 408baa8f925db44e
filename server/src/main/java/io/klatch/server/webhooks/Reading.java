package io.klatch.server.webhooks;

import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.webhook.EventType;
import io.klatch.domain.webhook.Webhook;

/// Reads a webhook's part of the log into its lanes. Confined to its follower's thread.
final class Reading {
  /// Places of the log in one query, whosever they are.
  static final int PLACES_MAX = 200;

  private final FollowedLog log;
  private LogPosition position;
  private LogPosition expected;

  Reading(FollowedLog log, LogPosition start) {
    this.log = log;
    this.position = start;
    this.expected = start;
  }

  /// Everything up to there is read.
  LogPosition position() {
    return position;
  }

  /// There may be something up to there.
  ///
  /// @param first where it begins: whatever lies between is of others, if all before was read
  void expect(LogPosition first, LogPosition last) {
    if (isThrough()) {
      skipTo(first.previous());
    }
    expected = last.compareTo(expected) > 0 ? last : expected;
  }

  /// Whether all that is expected is read.
  boolean isThrough() {
    return position.compareTo(expected) >= 0;
  }

  /// There is nothing up to there.
  void skipTo(LogPosition there) {
    position = there.compareTo(position) > 0 ? there : position;
  }

  /// Reads until the lanes are full or everything that is expected is read.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when the store cannot do it now
  void fill(Webhook webhook, Lanes lanes) {
    while (!lanes.isFull() && !isThrough()) {
      var upTo = new LogPosition(Math.min(expected.value(), position.value() + PLACES_MAX));
      for (var event : log.tenants().between(webhook.key().tenant(), position, upTo)) {
        var type = EventType.of(event);
        if (event instanceof LogEvent.OfConversation told
            && type != null
            && webhook.events().contains(type)) {
          lanes.add(parcel(type, told));
        }
      }
      position = upTo;
    }
  }

  private Parcel parcel(EventType type, LogEvent.OfConversation event) {
    return new Parcel(
        event.position(),
        event.conversationKey().conversation(),
        type,
        EventJson.of(log.reader().epoch(), type, event),
        false);
  }
}
