package io.klatch.server;

import io.klatch.domain.presence.PresenceRules;
import io.klatch.server.config.Settings;
import java.time.Duration;

/// How presence is derived and who may see it.
record PresenceConfig(PresenceRules rules, VisibleTo visibleTo) {
  /// Who may know whether a user is here.
  enum VisibleTo {
    /// Who shares a conversation with them.
    CONTACTS,
    /// Everybody of their tenant.
    TENANT
  }

  static PresenceConfig from(Settings settings) {
    var usual = PresenceRules.defaults();
    return new PresenceConfig(
        new PresenceRules(
            settings.duration(
                "presence.idle-after",
                usual.idleAfter(),
                PresenceRules.IDLE_MIN,
                PresenceRules.IDLE_MAX),
            settings.duration(
                "presence.offline-grace", usual.grace(), Duration.ZERO, PresenceRules.GRACE_MAX)),
        settings.choice("presence.visible-to", VisibleTo.CONTACTS));
  }
}
