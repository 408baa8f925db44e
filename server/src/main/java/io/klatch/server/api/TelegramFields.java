package io.klatch.server.api;

import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramEnvironment;
import io.klatch.server.api.Payload.Malformed;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A tenant's bot, as its operator writes and sees it. What is written takes the place of all there
/// was, but for the token: that is never shown, so nobody could send it back, and it stays as long
/// as the bot does.
final class TelegramFields {
  private static final String TOKEN = "bot_token";
  private static final String ID = "bot_id";
  private static final String ENVIRONMENT = "environment";
  private static final String MAX_AGE = "max_age_s";
  private static final String TOKEN_LIFE = "token_life_s";
  private static final String ADMINS = "admins";
  private static final Set<String> KNOWN =
      Set.of(TOKEN, ID, ENVIRONMENT, MAX_AGE, TOKEN_LIFE, ADMINS);

  private final ObjectNode json;

  private TelegramFields(ObjectNode json) {
    this.json = json;
  }

  static TelegramFields of(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw new Malformed("telegram must be an object or null");
    }
    for (var name : object.propertyNames()) {
      if (!KNOWN.contains(name)) {
        throw new Malformed("telegram." + name + " is no field of a bot");
      }
    }
    return new TelegramFields(object);
  }

  /// What it is to be, given what it is.
  TelegramBot on(@Nullable TelegramBot before) {
    var id = whole(ID);
    var token = json.has(TOKEN) ? text(TOKEN) : kept(before, id);
    if (id == null && token != null) {
      id = TelegramBot.idOf(token);
    }
    if (id == null) {
      throw new Malformed("telegram needs bot_token, or bot_id where the token is not to be known");
    }
    var maxAge = seconds(MAX_AGE);
    var life = seconds(TOKEN_LIFE);
    return new TelegramBot(
        id,
        token,
        environment(),
        maxAge == null ? TelegramBot.MAX_AGE_DEFAULT : maxAge,
        life == null ? TelegramBot.TOKEN_LIFE_DEFAULT : life,
        admins());
  }

  static JsonNode shown(@Nullable TelegramBot bot) {
    if (bot == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    var shown = JsonNodeFactory.instance.objectNode();
    shown.put(ID, bot.id());
    shown.put("has_bot_token", bot.token() != null);
    shown.put(ENVIRONMENT, bot.environment().wire());
    shown.put(MAX_AGE, bot.maxAge().toSeconds());
    shown.put(TOKEN_LIFE, bot.tokenLife().toSeconds());
    var admins = shown.putArray(ADMINS);
    bot.admins().stream().sorted().forEach(it -> admins.add(it.longValue()));
    return shown;
  }

  private static @Nullable String kept(@Nullable TelegramBot before, @Nullable Long id) {
    return before != null && (id == null || id == before.id()) ? before.token() : null;
  }

  private @Nullable JsonNode given(String field) {
    var node = json.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private @Nullable String text(String field) {
    var node = given(field);
    if (node != null && !node.isString()) {
      throw new Malformed("telegram." + field + " must be a string");
    }
    return node == null ? null : node.stringValue();
  }

  private @Nullable Long whole(String field) {
    var node = given(field);
    return node == null ? null : number(field, node);
  }

  private static long number(String field, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new Malformed("telegram." + field + " must be a whole number");
    }
    return node.longValue();
  }

  private @Nullable Duration seconds(String field) {
    var number = whole(field);
    if (number != null && (number < 0 || number > TelegramBot.TIME_MAX.toSeconds())) {
      throw new Malformed(
          "telegram.%s is at most %d".formatted(field, TelegramBot.TIME_MAX.toSeconds()));
    }
    return number == null ? null : Duration.ofSeconds(number);
  }

  private TelegramEnvironment environment() {
    var text = text(ENVIRONMENT);
    if (text == null) {
      return TelegramEnvironment.PRODUCTION;
    }
    for (var environment : TelegramEnvironment.values()) {
      if (environment.wire().equals(text)) {
        return environment;
      }
    }
    throw new Malformed("telegram.environment must be production or test");
  }

  private Set<Long> admins() {
    var admins = new HashSet<Long>();
    var node = given(ADMINS);
    if (node == null) {
      return admins;
    }
    if (!node.isArray()) {
      throw new Malformed("telegram.admins must be an array of Telegram's numbers of users");
    }
    for (var element : node) {
      admins.add(number(ADMINS, element));
    }
    return admins;
  }
}
