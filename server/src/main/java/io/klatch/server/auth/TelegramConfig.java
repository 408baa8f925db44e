package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramEnvironment;
import io.klatch.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The bot of the default tenant, as configured. Other tenants get theirs while the server runs.
final class TelegramConfig {
  private static final String TOKEN_FILE = "telegram.bot-token-file";
  private static final String BOT_ID = "telegram.bot-id";
  private static final String NONE = "none";

  private TelegramConfig() {}

  /// Null when there is none.
  static @Nullable TelegramBot from(Settings settings) {
    var file =
        settings.textOrNull(TOKEN_FILE, NONE, "a file with nothing but the token of BotFather");
    var id = settings.longInteger(BOT_ID, 0, 0, TelegramBot.NUMBER_MAX);
    var environment = settings.choice("telegram.environment", TelegramEnvironment.PRODUCTION);
    var maxAge = time(settings, "telegram.max-age", TelegramBot.MAX_AGE_DEFAULT);
    var life = time(settings, "telegram.token-life", TelegramBot.TOKEN_LIFE_DEFAULT);
    var admins =
        settings.words(
            "telegram.admins",
            NONE,
            "none, or numbers separated by commas",
            TelegramConfig::admins);
    var token = file == null ? null : token(settings, file);
    if (token == null && id == 0) {
      return null;
    }
    try {
      var known = token == null || id != 0 ? id : TelegramBot.idOf(token);
      return new TelegramBot(known, token, environment, maxAge, life, admins);
    } catch (IllegalArgumentException e) {
      settings.problem("telegram.*: " + e.getMessage());
      return null;
    }
  }

  private static Duration time(Settings settings, String key, Duration byDefault) {
    return settings.duration(key, byDefault, TelegramBot.TIME_MIN, TelegramBot.TIME_MAX);
  }

  private static @Nullable String token(Settings settings, String file) {
    try {
      return Files.readString(Path.of(file), UTF_8).strip();
    } catch (IOException | InvalidPathException e) {
      settings.problem(TOKEN_FILE + " cannot be read: " + e);
      return null;
    }
  }

  private static Set<Long> admins(List<String> words) {
    return words.equals(List.of(NONE))
        ? Set.of()
        : words.stream().map(Long::valueOf).collect(Collectors.toUnmodifiableSet());
  }
}
