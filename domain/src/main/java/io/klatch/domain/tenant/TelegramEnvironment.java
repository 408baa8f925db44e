package io.klatch.domain.tenant;

import java.util.Locale;

/// Which of Telegram's two worlds a bot lives in: each signs with a key of its own.
public enum TelegramEnvironment {
  PRODUCTION,
  TEST;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
