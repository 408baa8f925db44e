package io.klatch.server.config;

/// One key somebody asked for: what the table in docs/operations.md says of it.
///
/// @param byDefault as a person would write it in the file
/// @param allowed the range in words, shown when a value is refused
public record Setting(String key, String byDefault, String allowed) {}
