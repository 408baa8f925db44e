package io.klatch.server;

import io.klatch.domain.chat.ChatLimits;
import io.klatch.server.auth.AuthConfig;
import io.klatch.server.config.Settings;
import io.klatch.server.http.HttpConfig;
import java.nio.file.Path;

/// Everything a server can be told, in one record of records; valid, or the server does not start.
///
/// @param data the folder it keeps its data and secret in
record ServerConfig(
    Path data, HttpConfig http, AuthConfig auth, ChatLimits chat, StopConfig stop, LogConfig log) {
  static ServerConfig from(Settings settings) {
    return new ServerConfig(
        Path.of(settings.text("data", "./data", "a folder this process may write to")),
        HttpConfig.from(settings),
        AuthConfig.from(settings),
        chat(settings),
        StopConfig.from(settings),
        LogConfig.from(settings));
  }

  private static ChatLimits chat(Settings settings) {
    var usual = ChatLimits.defaults();
    return new ChatLimits(
        settings.integer("chat.text-bytes-max", usual.textBytesMax(), 1, 100_000),
        settings.integer("chat.members-max", usual.membersMax(), 2, 10_000));
  }
}
