package io.klatch.domain.telegram;

import io.klatch.domain.tenant.TelegramBot;

/// Port: whether Telegram said this. Thread-safe; does not block.
@FunctionalInterface
public interface LaunchCheck {
  Checked check(TelegramBot bot, String initData);

  /// What initData was worth, whatever its age.
  sealed interface Checked {
    record Genuine(LaunchFacts facts) implements Checked {}

    /// @param reason safe to show to the caller
    record Refused(String reason) implements Checked {}
  }
}
