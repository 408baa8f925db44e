package io.klatch.domain.tenant;

import io.klatch.domain.kernel.UserId;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The bot whose Mini App a tenant's users come from. Does not print its token.
///
/// @param id the number before the colon of its token
/// @param token proves by HMAC what Telegram said; null where only the bot's id is known, and
///   Telegram's own signature proves it
/// @param maxAge how old a launch may be that somebody signs in with
/// @param tokenLife how long a token is good that a launch is exchanged for
/// @param admins Telegram's numbers of users with the role `admin`
public record TelegramBot(
    long id,
    @Nullable String token,
    TelegramEnvironment environment,
    Duration maxAge,
    Duration tokenLife,
    Set<Long> admins) {
  public static final Duration MAX_AGE_DEFAULT = Duration.ofHours(1);
  public static final Duration TOKEN_LIFE_DEFAULT = Duration.ofHours(1);
  public static final Duration TIME_MIN = Duration.ofMinutes(1);
  public static final Duration TIME_MAX = Duration.ofDays(1);
  public static final int ADMINS_MAX = 100;

  /// Telegram's numbers have at most 52 significant bits.
  public static final long NUMBER_MAX = (1L << 52) - 1;

  private static final Pattern TOKEN = Pattern.compile("(\\d{1,16}):[A-Za-z0-9_-]{30,100}");
  private static final String PREFIX = "tg:";
  private static final String ADMIN = "admin";

  public TelegramBot {
    admins = Set.copyOf(admins);
    if (id < 1 || id > NUMBER_MAX) {
      throw new IllegalArgumentException("bot_id must be a whole number from 1 to " + NUMBER_MAX);
    }
    if (token != null && idOf(token) != id) {
      throw new IllegalArgumentException(
          "bot_id is not the one of bot_token; give both, or bot_token alone");
    }
    checkTime("max_age_s", maxAge);
    checkTime("token_life_s", tokenLife);
    if (admins.size() > ADMINS_MAX || admins.stream().anyMatch(it -> it < 1 || it > NUMBER_MAX)) {
      throw new IllegalArgumentException(
          "admins must be at most " + ADMINS_MAX + " of Telegram's numbers of users");
    }
  }

  /// The id of the bot whose token it is.
  ///
  /// @throws IllegalArgumentException if it cannot be a bot's token; does not show it
  public static long idOf(String token) {
    var form = TOKEN.matcher(token);
    if (!form.matches()) {
      throw new IllegalArgumentException("bot_token must be such as 123456:ABC-DEF…, of BotFather");
    }
    return Long.parseLong(form.group(1));
  }

  /// Who a user of Telegram is here. The prefix keeps them apart from users whom the tenant's own
  /// back end names by numbers.
  public static UserId user(long number) {
    return new UserId(PREFIX + number);
  }

  /// What those may do who come by Telegram, beyond being somebody.
  public Set<String> roles(UserId user) {
    return admins.stream().anyMatch(it -> user(it).equals(user)) ? Set.of(ADMIN) : Set.of();
  }

  private static void checkTime(String what, Duration time) {
    if (time.compareTo(TIME_MIN) < 0 || time.compareTo(TIME_MAX) > 0) {
      throw new IllegalArgumentException(
          "%s must be a whole number from %d to %d"
              .formatted(what, TIME_MIN.toSeconds(), TIME_MAX.toSeconds()));
    }
  }

  @Override
  public String toString() {
    return "TelegramBot[" + id + ", " + environment + "]";
  }
}
