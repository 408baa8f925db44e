package io.klatch.server;

import io.klatch.server.config.Settings;

/// What is logged to stderr, and how.
///
/// @param format `text` is key=value, one line per event; `json` is one object per line
record LogConfig(Level level, Format format) {
  enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  enum Format {
    TEXT,
    JSON
  }

  static LogConfig from(Settings settings) {
    return new LogConfig(
        settings.choice("log.level", Level.INFO), settings.choice("log.format", Format.TEXT));
  }
}
