package io.klatch.server.storage;

import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Rate;
import io.klatch.domain.tenant.KeyAlgorithm;
import io.klatch.domain.tenant.ServerKey;
import io.klatch.domain.tenant.SigningKey;
import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramEnvironment;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.WebOrigin;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One entry of a tenant's lists, as a row of `tenant_settings`. Does not print its value.
record TenantSetting(String kind, String name, String value, long place) {
  private static final String SIGNING_KEY = "signing_key";
  private static final String SERVER_KEY = "server_key";
  private static final String ORIGIN = "origin";
  private static final String LIMIT = "limit";
  private static final String FEATURE = "feature";
  private static final String TELEGRAM = "telegram";
  private static final String TELEGRAM_ADMIN = "telegram_admin";

  static List<TenantSetting> of(Tenant tenant) {
    var settings = new ArrayList<TenantSetting>();
    for (var key : tenant.trust().keys()) {
      var value = key.algorithm().wire() + " " + key.material();
      settings.add(new TenantSetting(SIGNING_KEY, key.id(), value, settings.size()));
    }
    for (var key : tenant.serverKeys()) {
      settings.add(
          new TenantSetting(SERVER_KEY, key.id(), key.hash(), key.createdAt().toEpochMilli()));
    }
    var policy = tenant.policy();
    policy.origins().forEach(it -> settings.add(new TenantSetting(ORIGIN, it.value(), "", 0)));
    policy
        .limits()
        .forEach((limit, rate) ->
            settings.add(new TenantSetting(LIMIT, limit.wire(), rate.toString(), 0)));
    var features = policy.features();
    if (features != null) {
      features.forEach(it -> settings.add(new TenantSetting(FEATURE, it, "", 0)));
    }
    var bot = tenant.trust().telegram();
    if (bot != null) {
      settings.addAll(of(bot));
    }
    return settings;
  }

  private static List<TenantSetting> of(TelegramBot bot) {
    var token = bot.token();
    var value =
        String.join(
            " ",
            bot.environment().wire(),
            Long.toString(bot.maxAge().toSeconds()),
            Long.toString(bot.tokenLife().toSeconds()),
            token == null ? "" : token);
    var settings = new ArrayList<TenantSetting>();
    settings.add(new TenantSetting(TELEGRAM, Long.toString(bot.id()), value, 0));
    bot.admins()
        .forEach(it -> settings.add(new TenantSetting(TELEGRAM_ADMIN, it.toString(), "", 0)));
    return settings;
  }

  static @Nullable TelegramBot telegram(List<TenantSetting> settings) {
    var bots = ofKind(settings, TELEGRAM);
    if (bots.isEmpty()) {
      return null;
    }
    var bot = bots.getFirst();
    var parts = bot.value.split(" ", 4);
    return new TelegramBot(
        Long.parseLong(bot.name),
        parts[3].isEmpty() ? null : parts[3],
        TelegramEnvironment.TEST.wire().equals(parts[0])
            ? TelegramEnvironment.TEST
            : TelegramEnvironment.PRODUCTION,
        Duration.ofSeconds(Long.parseLong(parts[1])),
        Duration.ofSeconds(Long.parseLong(parts[2])),
        ofKind(settings, TELEGRAM_ADMIN).stream()
            .map(it -> Long.valueOf(it.name))
            .collect(Collectors.toUnmodifiableSet()));
  }

  static List<SigningKey> signingKeys(List<TenantSetting> settings) throws SQLException {
    var keys = new ArrayList<SigningKey>();
    for (var setting : ofKind(settings, SIGNING_KEY)) {
      var parts = setting.value.split(" ", 2);
      var algorithm = KeyAlgorithm.parse(parts[0]);
      if (algorithm == null) {
        throw new SQLException("no such algorithm of a signing key: " + parts[0]);
      }
      keys.add(new SigningKey(setting.name, algorithm, parts[1]));
    }
    return keys;
  }

  static List<ServerKey> serverKeys(List<TenantSetting> settings) {
    return ofKind(settings, SERVER_KEY).stream()
        .map(it -> new ServerKey(it.name, it.value, Instant.ofEpochMilli(it.place)))
        .toList();
  }

  static Set<WebOrigin> origins(List<TenantSetting> settings) {
    var origins = new HashSet<WebOrigin>();
    ofKind(settings, ORIGIN).forEach(it -> origins.add(new WebOrigin(it.name)));
    return origins;
  }

  /// A limit this program does not know is left out.
  static Map<LimitName, Rate> limits(List<TenantSetting> settings) {
    var limits = new EnumMap<LimitName, Rate>(LimitName.class);
    for (var setting : ofKind(settings, LIMIT)) {
      var name = LimitName.parse(setting.name);
      var rate = Rate.parse(setting.value);
      if (name != null && rate != null) {
        limits.put(name, rate);
      }
    }
    return limits;
  }

  static Set<String> features(List<TenantSetting> settings) {
    var features = new HashSet<String>();
    ofKind(settings, FEATURE).forEach(it -> features.add(it.name));
    return features;
  }

  private static List<TenantSetting> ofKind(List<TenantSetting> settings, String kind) {
    return settings.stream().filter(it -> it.kind.equals(kind)).toList();
  }

  @Override
  public String toString() {
    return "TenantSetting[" + kind + " " + name + "]";
  }
}
