package io.klatch.server.config;

import java.util.List;

/// The configuration is not valid, so the server does not start. Each problem names its key, where
/// it was set, and what is allowed.
public final class ConfigException extends Exception {
  private final List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
