package io.klatch.server.webhooks;

import io.klatch.server.config.Settings;
import java.time.Duration;

/// How back ends are told.
///
/// @param concurrentMax requests of one webhook at one time
/// @param triesMax after which an event is a dead letter, if the webhook takes others
/// @param giveUpAfter how long an event is tried while the webhook takes nothing at all
/// @param retryMin the pause after the first failure; doubled with each further one
/// @param askedMax sends one back end is asked about at one time
/// @param privateAddresses whether addresses of this machine and of private networks are called
public record WebhookConfig(
    Duration timeout,
    int concurrentMax,
    int triesMax,
    Duration giveUpAfter,
    Duration retryMin,
    Duration retryMax,
    int askedMax,
    PrivateAddresses privateAddresses) {

  /// What is done with an address that is not of the public network.
  public enum PrivateAddresses {
    REFUSED,
    ALLOWED
  }

  public static WebhookConfig from(Settings settings) {
    return new WebhookConfig(
        settings.duration(
            "webhooks.timeout",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(1)),
        settings.integer("webhooks.concurrent-max", 8, 1, 256),
        settings.integer("webhooks.tries-max", 8, 5, 100),
        settings.duration(
            "webhooks.give-up-after",
            Duration.ofDays(1),
            Duration.ofSeconds(1),
            Duration.ofDays(7)),
        settings.duration(
            "webhooks.retry-min",
            Duration.ofSeconds(1),
            Duration.ofMillis(10),
            Duration.ofMinutes(1)),
        settings.duration(
            "webhooks.retry-max",
            Duration.ofMinutes(10),
            Duration.ofMillis(10),
            Duration.ofHours(6)),
        settings.integer("webhooks.before-send-concurrent-max", 64, 1, 10_000),
        settings.choice("webhooks.private-addresses", PrivateAddresses.REFUSED));
  }

  /// The pause after so many failures in a row, before chance is added.
  Duration pauseAfter(int failures) {
    var doublings = Math.min(30, Math.max(0, failures - 1));
    var pause = retryMin.multipliedBy(1L << doublings);
    return pause.compareTo(retryMax) < 0 ? pause : retryMax;
  }
}
