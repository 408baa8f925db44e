package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramEnvironment;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A launch of a Mini App by Telegram's user 7, and how Telegram signs it; written apart from the
/// code it tests, by the same page of Telegram's.
public final class TestLaunch {
  public static final String BOT_TOKEN = "7000000001:AAtest_token-of_nobodys_bot_0123456789";

  private final Map<String, String> fields;

  /// Opened on the first of January 2026.
  TestLaunch() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  public TestLaunch(Instant at) {
    this(
        new LinkedHashMap<>(
            Map.of("auth_date", Long.toString(at.getEpochSecond()), "query_id", "Q")));
    fields.put("user", "{\"id\":7,\"first_name\":\"Ann\"}");
  }

  private TestLaunch(Map<String, String> fields) {
    // Map.of has no order.
    this.fields = new LinkedHashMap<>(new TreeMap<>(fields));
  }

  TelegramBot bot() {
    return new TelegramBot(
        TelegramBot.idOf(BOT_TOKEN),
        BOT_TOKEN,
        TelegramEnvironment.PRODUCTION,
        TelegramBot.MAX_AGE_DEFAULT,
        TelegramBot.TOKEN_LIFE_DEFAULT,
        Set.of());
  }

  public TestLaunch with(String name, String value) {
    var more = new TestLaunch(fields);
    more.fields.put(name, value);
    return more;
  }

  TestLaunch without(String name) {
    var less = new TestLaunch(fields);
    less.fields.remove(name);
    return less;
  }

  public TestLaunch user(String json) {
    return with("user", json);
  }

  /// As it comes when the bot's token is known.
  public String hashed() {
    return hashedBy(BOT_TOKEN);
  }

  public String hashedBy(String token) {
    return text() + "&hash=" + hex(hmac(hmac("WebAppData".getBytes(UTF_8), token), lines()));
  }

  String hashedAsLoginWidget() {
    return text() + "&hash=" + hex(hmac(sha256(BOT_TOKEN), lines()));
  }

  /// As it comes with Telegram's own signature; its hash is right too.
  String signed(KeyPair telegram) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(telegram.getPrivate());
      signature.update((bot().id() + ":WebAppData\n" + lines()).getBytes(UTF_8));
      var text = Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
      return with("signature", text).hashed();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private String text() {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + encoded(it.getValue()))
        .collect(Collectors.joining("&"));
  }

  private String lines() {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining("\n"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
