package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.kernel.Text;
import io.klatch.domain.telegram.LaunchCheck;
import io.klatch.domain.telegram.LaunchFacts;
import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramEnvironment;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whether Telegram signed initData for a bot, as core.telegram.org/bots/webapps says ("Validating
/// data received via the Mini App"): by HMAC where the bot's token is known, else by Telegram's own
/// Ed25519 signature, for which the bot's id is enough.
///
/// The signed text is made of the fields as they came; `user` is read only when it is known to be
/// genuine, and never written anew. The Login Widget's data is another matter and fails here.
public final class InitDataCheck implements LaunchCheck {
  private static final String HASH = "hash";
  private static final String SIGNATURE = "signature";
  private static final int SIGNATURE_BYTES = 64;
  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,10}");

  /// Telegram's published keys; before each, how X.509 says that it is one of Ed25519.
  private static final String ED25519 = "302a300506032b6570032100";

  private static final Map<TelegramEnvironment, String> PUBLISHED =
      Map.of(
          TelegramEnvironment.PRODUCTION,
          "e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d",
          TelegramEnvironment.TEST,
          "40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec");

  private final Map<TelegramEnvironment, PublicKey> keys;

  public InitDataCheck() {
    this(
        Map.of(
            TelegramEnvironment.PRODUCTION, published(TelegramEnvironment.PRODUCTION),
            TelegramEnvironment.TEST, published(TelegramEnvironment.TEST)));
  }

  InitDataCheck(Map<TelegramEnvironment, PublicKey> keys) {
    this.keys = Map.copyOf(keys);
  }

  @Override
  public Checked check(TelegramBot bot, String initData) {
    try {
      var fields = InitDataFields.parse(initData);
      var hash = hash(fields);
      var at = at(fields);
      var token = bot.token();
      var id = token == null ? signed(bot, fields) : hashed(token, fields, hash);
      return id == null
          ? new Checked.Refused("initData was not signed by Telegram for this bot")
          : new Checked.Genuine(facts(id, at, fields));
    } catch (IllegalArgumentException e) {
      return new Checked.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] hash(InitDataFields fields) {
    var hash = fields.required(HASH);
    if (hash.length() != 64 || !hash.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("initData has a hash that is not 64 hexadecimal digits");
    }
    return HexFormat.of().parseHex(hash);
  }

  private static Instant at(InitDataFields fields) {
    var seconds = fields.required("auth_date");
    if (!SECONDS.matcher(seconds).matches()) {
      throw new IllegalArgumentException("initData has an auth_date that is no number of seconds");
    }
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  /// The launch's own id if the token's holder said this, else null. `signature` is a field like
  /// any other here.
  private static @Nullable String hashed(String token, InitDataFields fields, byte[] hash) {
    var secret = hmac("WebAppData".getBytes(UTF_8), token);
    var expected = hmac(secret, fields.lines(HASH));
    return MessageDigest.isEqual(expected, hash) ? HexFormat.of().formatHex(expected) : null;
  }

  /// The launch's own id if Telegram said this of the bot, else null. It comes from what is signed,
  /// which `hash` is not, so that nobody gives one launch two ids.
  private @Nullable String signed(TelegramBot bot, InitDataFields fields) {
    var signature = signature(fields.required(SIGNATURE));
    var said = bot.id() + ":WebAppData\n" + fields.lines(HASH, SIGNATURE);
    try {
      var check = Signature.getInstance("Ed25519");
      check.initVerify(Objects.requireNonNull(keys.get(bot.environment())));
      check.update(said.getBytes(UTF_8));
      return check.verify(signature) ? HexFormat.of().formatHex(sha256(said)) : null;
    } catch (SignatureException _) {
      return null; // Not of the form of a signature.
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  private static byte[] signature(String text) {
    try {
      var bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == SIGNATURE_BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "initData has a signature that is not 64 bytes in base64url");
  }

  private static LaunchFacts facts(String id, Instant at, InitDataFields fields) {
    var user = user(fields.required("user"));
    var number = user.get("id");
    if (number == null
        || !number.isIntegralNumber()
        || !number.canConvertToLong()
        || number.longValue() < 1
        || number.longValue() > TelegramBot.NUMBER_MAX) {
      throw new IllegalArgumentException("initData has a user without an id");
    }
    return new LaunchFacts(
        id, at, number.longValue(), name(user, number.longValue()), picture(user));
  }

  private static ObjectNode user(String json) {
    try {
      if (JsonMapper.shared().readTree(json) instanceof ObjectNode user) {
        return user;
      }
    } catch (JacksonException _) {
      // Said below.
    }
    throw new IllegalArgumentException("initData has a user that is no JSON object");
  }

  /// First and last name, or else the user name, or the id.
  private static String name(ObjectNode user, long number) {
    var full = line((text(user, "first_name") + " " + text(user, "last_name")).strip());
    if (Text.hasVisible(full)) {
      return full;
    }
    var nick = line(text(user, "username"));
    return Text.hasVisible(nick) ? nick : TelegramBot.user(number).value();
  }

  private static String text(ObjectNode user, String field) {
    var node = user.get(field);
    return node != null && node.isString() ? node.stringValue() : "";
  }

  private static String line(String text) {
    var line = new StringBuilder();
    text.codePoints()
        .map(c -> isPlain(c) ? c : ' ')
        // Some are two of Java's characters, which Identity counts.
        .limit(LaunchFacts.NAME_CHARACTERS_MAX / 2)
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  private static boolean isPlain(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
  }

  private static @Nullable URI picture(ObjectNode user) {
    try {
      var picture = new URI(text(user, "photo_url"));
      var isFetchable = "https".equals(picture.getScheme()) && picture.getHost() != null;
      return isFetchable && picture.toString().length() <= LaunchFacts.PICTURE_CHARACTERS_MAX
          ? picture
          : null;
    } catch (URISyntaxException _) {
      return null;
    }
  }

  private static byte[] hmac(byte[] key, String said) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(said.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] sha256(String said) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(said.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static PublicKey published(TelegramEnvironment environment) {
    try {
      var encoded = HexFormat.of().parseHex(ED25519 + PUBLISHED.get(environment));
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }
}
