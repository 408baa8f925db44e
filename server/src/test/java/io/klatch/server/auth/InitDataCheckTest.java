package io.klatch.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.telegram.LaunchCheck.Checked;
import io.klatch.domain.telegram.LaunchFacts;
import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramEnvironment;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What Telegram said, and what somebody else did.
class InitDataCheckTest {
  private static final InitDataCheck CHECK = new InitDataCheck();

  /// Published with bots made for it, in the documentation and the tests of
  /// Telegram-Mini-Apps/init-data-golang and tma.js (MIT).
  @Nested
  class A_published_launch {
    private static final String DOCUMENTED =
        "user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A"
            + "%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22en%22%2C"
            + "%22is_premium%22%3Atrue%2C%22allows_write_to_pm%22%3Atrue%7D"
            + "&chat_instance=-3788475317572404878&chat_type=private&auth_date=1709144340"
            + "&hash=371697738012ebd26a111ace4aff23ee265596cd64026c8c3677956a85ca1827";

    private static final String OF_INIT_DATA_GOLANG =
        "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A"
            + "%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22"
            + "%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648"
            + "&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2";

    private static final String OF_INIT_DATA_NODE =
        "auth_date=1&can_send_after=10000&chat=%7B%22id%22%3A1%2C%22type%22%3A%22group%22%2C"
            + "%22title%22%3A%22chat-title%22%2C%22photo_url%22%3A%22group%22%2C%22username%22%3A"
            + "%22my-chat%22%7D&chat_instance=888&chat_type=sender"
            + "&hash=47cfa22e72b887cba90c9cb833c5ea0f599975b6ce7193741844b5c4a4228b40"
            + "&query_id=QUERY&receiver=%7B%22added_to_attachment_menu%22%3Afalse%2C"
            + "%22allows_write_to_pm%22%3Atrue%2C%22first_name%22%3A%22receiver-first-name%22%2C"
            + "%22id%22%3A991%2C%22is_bot%22%3Afalse%2C%22is_premium%22%3Atrue%2C"
            + "%22language_code%22%3A%22ru%22%2C%22last_name%22%3A%22receiver-last-name%22%2C"
            + "%22photo_url%22%3A%22receiver-photo%22%2C%22username%22%3A%22receiver-username%22%7D"
            + "&start_param=debug&user=%7B%22added_to_attachment_menu%22%3Afalse%2C"
            + "%22allows_write_to_pm%22%3Afalse%2C%22first_name%22%3A%22user-first-name%22%2C"
            + "%22id%22%3A222%2C%22is_bot%22%3Atrue%2C%22is_premium%22%3Afalse%2C"
            + "%22language_code%22%3A%22en%22%2C%22last_name%22%3A%22user-last-name%22%2C"
            + "%22photo_url%22%3A%22user-photo%22%2C%22username%22%3A%22user-username%22%7D";

    /// With a `signature`, which is a field like any other to the HMAC, and `\/` in its JSON.
    private static final String SIGNED_TOO =
        modern("1733509682")
            + "&signature=TYJxVcisqbWjtodPepiJ6ghziUL94-KNpG8Pau-X7oNNLNBM72APCpi_RKiUlBvcqo5L-"
            + "LAxIc3dnTzcZX_PDg"
            + "&hash=a433d8f9847bd6addcc563bff7cc82c89e97ea0d90c11fe5729cae6796a36d73";

    private static final String OF_THIRD_PARTIES =
        modern("1733584787")
            + "&hash=2174df5b000556d044f3f020384e879c8efcab55ddea2ced4eb752e93e7080d6"
            + "&signature=zL-ucjNyREiHDE8aihFwpfR9aggP2xiAo3NSpfe-p7IbCisNlDKlo7Kb6G4D0Ao2mBrSgEk4"
            + "maLSdv6MLIlADQ";

    private static final String TOKEN_A = "5768337691:AAGDAe6rjxu1cUgxK4BizYi--Utc3J9v5AU";
    private static final String TOKEN_B = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8";
    private static final String TOKEN_C = "7342037359:AAHI25ES9xCOMPokpYoz-p8XVrZUdygo2J4";
    private static final String TOKEN_D = "7342037359:AAFZehRPBRs8Seg40oDjTMIW8uTGPuW1zfQ";
    private static final long BOT = 7_342_037_359L;

    private static String modern(String authDate) {
      return "user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%20%2B%20-%20%3F%20%5C"
          + "%2F%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C"
          + "%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%2C%22allows_write_to_pm%22"
          + "%3Atrue%2C%22photo_url%22%3A%22https%3A%5C%2F%5C%2Ft.me%5C%2Fi%5C%2Fuserpic%5C%2F320"
          + "%5C%2F4FPEE4tmP3ATHa57u6MqTDih13LTOiMoKoLDRG4PnSA.svg%22%7D"
          + "&chat_instance=8134722200314281151&chat_type=private&auth_date="
          + authDate;
    }

    @Tag("A4")
    @Test
    void is_genuine_by_its_hash() {
      for (var vector :
          Map.of(
                  DOCUMENTED, TOKEN_A,
                  OF_INIT_DATA_GOLANG, TOKEN_B,
                  OF_INIT_DATA_NODE, TOKEN_B,
                  SIGNED_TOO, TOKEN_C,
                  OF_THIRD_PARTIES, TOKEN_D)
              .entrySet()) {
        var bot = Bots.withToken(vector.getValue());
        assertThat(CHECK.check(bot, vector.getKey()))
            .as(vector.getKey())
            .isInstanceOf(Checked.Genuine.class);
      }
    }

    @Test
    void is_genuine_by_its_signature_where_only_the_bots_id_is_known() {
      for (var text : new String[] {OF_THIRD_PARTIES, SIGNED_TOO}) {
        assertThat(CHECK.check(Bots.withId(BOT), text)).isInstanceOf(Checked.Genuine.class);
      }
    }

    @Test
    void says_who_opened_the_app_and_when() {
      assertThat(genuine(CHECK.check(Bots.withToken(TOKEN_C), SIGNED_TOO)))
          .isEqualTo(
              new LaunchFacts(
                  "a433d8f9847bd6addcc563bff7cc82c89e97ea0d90c11fe5729cae6796a36d73",
                  Instant.ofEpochSecond(1_733_509_682),
                  279_058_397,
                  "Vladislav + - ? / Kibenko",
                  URI.create(
                      "https://t.me/i/userpic/320/4FPEE4tmP3ATHa57u6MqTDih13LTOiMoKoLDRG4PnSA.svg")));
    }

    @Test
    void is_refused_when_it_is_of_another_bot() {
      assertRefused(CHECK.check(Bots.withToken(TOKEN_A), OF_INIT_DATA_GOLANG));
      assertRefused(CHECK.check(Bots.withToken(TOKEN_B + "A"), OF_INIT_DATA_GOLANG));
      assertRefused(CHECK.check(Bots.withId(BOT + 1), OF_THIRD_PARTIES));
    }

    @Test
    void is_refused_when_it_is_of_telegrams_other_world() {
      var test =
          new TelegramBot(
              BOT,
              null,
              TelegramEnvironment.TEST,
              TelegramBot.MAX_AGE_DEFAULT,
              TelegramBot.TOKEN_LIFE_DEFAULT,
              Set.of());
      assertRefused(CHECK.check(test, OF_THIRD_PARTIES));
    }

    @Test
    void is_refused_when_anything_was_added_or_changed() {
      var golang = Bots.withToken(TOKEN_B);
      for (var text :
          new String[] {
            OF_INIT_DATA_GOLANG + "abc",
            OF_INIT_DATA_GOLANG + "&start_param=x",
            OF_INIT_DATA_GOLANG.replace("279058397", "279058398"),
            OF_INIT_DATA_GOLANG.replace("query_id=AAHdF6IQAAAAAN0XohDhrOrc&", "")
          }) {
        assertRefused(CHECK.check(golang, text));
      }
      assertRefused(CHECK.check(Bots.withId(BOT), OF_THIRD_PARTIES + "a"));
      assertRefused(CHECK.check(Bots.withId(BOT), OF_THIRD_PARTIES.replace("Kibenko", "Kibenka")));
      assertRefused(
          CHECK.check(Bots.withToken(TOKEN_C), SIGNED_TOO.replaceAll("&signature=[^&]*", "")));
    }

    @Test
    void is_refused_when_it_has_no_form() {
      var golang = Bots.withToken(TOKEN_B);
      for (var text :
          Map.of(
                  "here comes something wrong;",
                  "fields of the form",
                  "no_hash=true",
                  "no hash",
                  "hash=abc",
                  "not 64 hexadecimal digits",
                  "hash=" + "0".repeat(64),
                  "no auth_date",
                  "hash=" + "0".repeat(64) + "&auth_date=test",
                  "auth_date that is no number",
                  "hash=" + "0".repeat(64) + "&auth_date=1662771917",
                  "not signed by Telegram")
              .entrySet()) {
        assertThat(CHECK.check(golang, text.getKey()))
            .isInstanceOfSatisfying(
                Checked.Refused.class, it -> assertThat(it.reason()).contains(text.getValue()));
      }
      assertThat(CHECK.check(Bots.withId(BOT), OF_INIT_DATA_GOLANG))
          .isEqualTo(new Checked.Refused("initData has no signature"));
    }
  }

  @Nested
  class A_launch_as_telegram_signs_it {
    private final TestLaunch launch = new TestLaunch();

    @Test
    void may_have_blanks_as_plus_or_percent_20_in_any_order_and_is_the_same_launch() {
      var text = launch.user("{\"id\":7,\"first_name\":\"A B\"}").hashed();
      var fields = text.split("&", -1);
      var turned = fields[3] + "&" + fields[2] + "&" + fields[1] + "&" + fields[0];
      var plus = turned.replace("%20", "+").replace("%3A", "%3a");
      assertThat(text).contains("%20");
      assertThat(plus).contains("+");
      assertThat(facts(plus)).isEqualTo(facts(text));
      assertThat(facts(text).name()).isEqualTo("A B");
    }

    @Test
    void may_have_escapes_in_the_json_of_its_user() {
      var user = "{\"id\":7,\"first_name\":\"\\u0416\\/\\\"\",\"last_name\":\"Ö\\n😀\"}";
      assertThat(facts(launch.user(user).hashed()).name()).isEqualTo("Ж/\" Ö 😀");
    }

    @Test
    void may_be_of_a_user_whose_number_takes_more_than_32_bits() {
      var user = "{\"id\":5000131393123,\"first_name\":\"V\"}";
      assertThat(facts(launch.user(user).hashed()).user()).isEqualTo(5_000_131_393_123L);
    }

    @Test
    void may_come_by_a_direct_link_without_a_query_id_and_with_fields_nobody_knows_yet() {
      var direct =
          launch
              .without("query_id")
              .with("chat_type", "supergroup")
              .with("chat_instance", "-8134722200314281151")
              .with("start_param", "room-3")
              .with("brand_new", "");
      assertThat(facts(direct.hashed()).user()).isEqualTo(7);
      assertThat(CHECK.check(launch.bot(), direct.hashed())).isInstanceOf(Checked.Genuine.class);
    }

    @Test
    void names_a_user_by_the_best_there_is() {
      assertThat(name("{\"id\":7,\"first_name\":\"Ann\"}")).isEqualTo("Ann");
      assertThat(name("{\"id\":7,\"first_name\":\"\",\"username\":\"ann\"}")).isEqualTo("ann");
      assertThat(name("{\"id\":7,\"first_name\":\"\\u200b\"}")).isEqualTo("tg:7");
      assertThat(name("{\"id\":7,\"first_name\":5}")).isEqualTo("tg:7");
      assertThat(name("{\"id\":7,\"first_name\":\"" + "😀".repeat(300) + "\"}")).hasSize(200);
    }

    private String name(String user) {
      return facts(launch.user(user).hashed()).name();
    }

    @Test
    void has_a_picture_only_by_https() {
      for (var url :
          new String[] {
            "http://t.me/a.svg",
            "javascript:alert(1)",
            "//t.me/a",
            "data:image/png;base64,AA",
            "x y",
            "https://t.me/" + "a".repeat(2_000)
          }) {
        var user = "{\"id\":7,\"first_name\":\"A\",\"photo_url\":\"" + url + "\"}";
        assertThat(facts(launch.user(user).hashed()).picture()).as(url).isNull();
      }
      var user = "{\"id\":7,\"first_name\":\"A\",\"photo_url\":\"https:\\/\\/t.me\\/a.svg\"}";
      assertThat(facts(launch.user(user).hashed()).picture()).hasToString("https://t.me/a.svg");
    }

    @Test
    void is_refused_with_a_field_twice_even_if_the_hash_fits_one_of_them() {
      var text = launch.hashed();
      for (var twice :
          new String[] {"hash=" + "0".repeat(64), "auth_date=1", "user=%7B%7D", "x=1&x=1"}) {
        assertThat(CHECK.check(launch.bot(), text + "&" + twice))
            .isEqualTo(new Checked.Refused("initData has a field twice"));
        assertThat(CHECK.check(launch.bot(), twice + "&" + text))
            .isEqualTo(new Checked.Refused("initData has a field twice"));
      }
      assertThat(CHECK.check(launch.bot(), text + "&%68ash=" + "0".repeat(64)))
          .isEqualTo(new Checked.Refused("initData has a field twice"));
    }

    @Test
    void cannot_have_two_fields_written_as_one() {
      var text = launch.hashed();
      var user = text.substring(text.indexOf("user=") + 5, text.indexOf("&hash="));
      var merged =
          text.replace("&user=" + user, "").replace("query_id=Q", "query_id=Q%0Auser=" + user);
      assertThat(merged).isNotEqualTo(text);
      assertThat(CHECK.check(launch.bot(), merged))
          .isEqualTo(new Checked.Refused("initData has a line break in a field"));
    }

    @Test
    void is_refused_when_it_is_not_encoded_as_it_must_be() {
      var text = launch.hashed();
      for (var bad :
          new String[] {
            "&x=%", "&x=%4", "&x=%G0", "&x=%ff", "&x=%ed%a0%80", "&x=\ud800", "&x=\n"
          }) {
        assertThat(CHECK.check(launch.bot(), text + bad))
            .as(bad)
            .isEqualTo(new Checked.Refused("initData is not percent-encoded UTF-8"));
      }
      assertRefused(CHECK.check(launch.bot(), text + "&"));
      assertRefused(CHECK.check(launch.bot(), text + "&=x"));
      assertRefused(CHECK.check(launch.bot(), ""));
      var many = new StringBuilder(text);
      for (var i = 0; i < InitDataFields.FIELDS_MAX; i++) {
        many.append("&f").append(i).append("=");
      }
      assertThat(CHECK.check(launch.bot(), many.toString()))
          .isEqualTo(new Checked.Refused("initData has more than 64 fields"));
    }

    @Test
    void is_refused_without_a_user_who_can_be_one() {
      for (var user :
          new String[] {
            "",
            "x",
            "[]",
            "7",
            "{}",
            "{\"id\":\"7\"}",
            "{\"id\":0}",
            "{\"id\":-7}",
            "{\"id\":7.5}",
            "{\"id\":4503599627370496}",
            "{\"id\":99999999999999999999}",
            "{\"id\":7"
          }) {
        assertRefused(CHECK.check(launch.bot(), launch.user(user).hashed()));
      }
      assertRefused(CHECK.check(launch.bot(), launch.without("user").hashed()));
    }

    @Test
    void is_refused_with_the_secret_of_the_login_widget() {
      assertRefused(CHECK.check(launch.bot(), launch.hashedAsLoginWidget()));
    }

    private LaunchFacts facts(String text) {
      return genuine(CHECK.check(launch.bot(), text));
    }
  }

  @Nested
  class A_signature_of_telegram {
    private final TestLaunch launch = new TestLaunch();
    private final InitDataCheck check =
        new InitDataCheck(
            Map.of(
                TelegramEnvironment.PRODUCTION, TestKeys.ED25519.getPublic(),
                TelegramEnvironment.TEST, TestKeys.OTHER_ED25519.getPublic()));

    @Test
    void gives_one_launch_one_id_whatever_hash_is_written_beside_it() {
      var text = launch.signed(TestKeys.ED25519);
      var altered = text.replaceAll("&hash=[^&]*", "&hash=" + "0".repeat(64));
      assertThat(altered).isNotEqualTo(text);
      var bot = Bots.withId(launch.bot().id());
      assertThat(genuine(check.check(bot, altered)).id())
          .isEqualTo(genuine(check.check(bot, text)).id());
    }

    @Test
    void is_checked_with_the_key_of_the_bots_own_world() {
      var bot = Bots.withId(launch.bot().id());
      assertRefused(check.check(bot, launch.signed(TestKeys.OTHER_ED25519)));
      var test =
          new TelegramBot(
              bot.id(), null, TelegramEnvironment.TEST, bot.maxAge(), bot.tokenLife(), Set.of());
      assertThat(check.check(test, launch.signed(TestKeys.OTHER_ED25519)))
          .isInstanceOf(Checked.Genuine.class);
      assertRefused(check.check(test, launch.signed(TestKeys.ED25519)));
    }

    @Test
    void that_is_none_is_refused() {
      var text = launch.signed(TestKeys.ED25519);
      var bot = Bots.withId(launch.bot().id());
      for (var none : new String[] {"", "AAAA", "!", "A".repeat(86), "A".repeat(88)}) {
        assertRefused(check.check(bot, text.replaceAll("&signature=[^&]*", "&signature=" + none)));
      }
    }
  }

  private static LaunchFacts genuine(Checked checked) {
    if (checked instanceof Checked.Genuine(var facts)) {
      return facts;
    }
    throw new AssertionError(checked);
  }

  private static void assertRefused(Checked checked) {
    assertThat(checked).isInstanceOf(Checked.Refused.class);
  }

  /// Bots of which one thing or the other is known.
  private static final class Bots {
    static TelegramBot withToken(String token) {
      return bot(TelegramBot.idOf(token), token);
    }

    static TelegramBot withId(long id) {
      return new TelegramBot(
          id,
          null,
          TelegramEnvironment.PRODUCTION,
          TelegramBot.MAX_AGE_DEFAULT,
          TelegramBot.TOKEN_LIFE_DEFAULT,
          Set.of());
    }

    private static TelegramBot bot(long id, String token) {
      return new TelegramBot(
          id,
          token,
          TelegramEnvironment.PRODUCTION,
          TelegramBot.MAX_AGE_DEFAULT,
          TelegramBot.TOKEN_LIFE_DEFAULT,
          Set.of());
    }
  }
}
