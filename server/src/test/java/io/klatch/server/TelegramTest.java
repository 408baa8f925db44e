package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.server.auth.TestLaunch;
import io.klatch.server.config.ConfigException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Users who come from a Mini App of Telegram, by every way in.
class TelegramTest {
  private static final String ACME_BOT = "7000000002:BBtest_token-of_nobodys_bot_0123456789";
  private static final String PHONE = "a secret that the phone's page keeps";

  @TempDir private Path folder;
  private SignInServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new SignInServer(folder, Map.of("limits.sign-in", "5 per 1h", "telegram.admins", "42"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Nested
  class A_launch {
    @Tag("A4")
    @Test
    void is_exchanged_for_a_token_that_opens_everything() throws Exception {
      var user =
          "{\"id\":5000131393,\"first_name\":\"Ann\",\"last_name\":\"Öz\",\"photo_url\":\"https:\\/\\/t.me\\/a.svg\"}";
      var answer = SignInServer.json(server.exchange(launch().user(user).hashed()));
      assertThat(answer.propertyNames())
          .containsExactlyInAnyOrder("ok", "token", "expires_at", "user");
      assertThat(answer.get("user").toString())
          .isEqualTo(
              "{\"tenant_id\":\"default\",\"user_id\":\"tg:5000131393\",\"name\":\"Ann Öz\",\"roles\":[],"
                  + "\"features\":[],\"picture\":\"https://t.me/a.svg\"}");
      var expires = Instant.parse(answer.get("expires_at").stringValue());
      assertThat(expires)
          .isBetween(Instant.now().plusSeconds(3_500), Instant.now().plusSeconds(3_601));
      var token = answer.get("token").stringValue();
      assertThat(server.rest("Bearer " + token)).isEqualTo("ok");
      assertThat(server.socket("/", "{\"token\":\"" + token + "\"}")).isEqualTo("ok");
      assertThat(server.rooms("?token=" + token, null)).isEqualTo("ok");
    }

    @Tag("A4")
    @Test
    void is_itself_taken_in_place_of_a_token_by_every_way_in() throws Exception {
      var initData = launch().hashed();
      assertThat(server.rest("tma " + initData)).isEqualTo("ok");
      assertThat(server.rest("TMA " + initData)).isEqualTo("ok");
      assertThat(server.socket("/", auth(initData))).isEqualTo("ok");
      assertThat(server.socket("/chat", auth(initData))).isEqualTo("ok");
      var query = "?tma=" + URLEncoder.encode(initData, UTF_8);
      assertThat(server.rooms(query, null)).isEqualTo("ok");
      assertThat(server.rooms(query + "&userId=tg:7", null)).isEqualTo("ok");
      assertThat(server.rooms(query + "&userId=tg:8", null)).isEqualTo("USER_MISMATCH");
      assertThat(server.rooms("", frame(initData))).isEqualTo("ok");
    }

    @Test
    void that_is_forged_opens_nothing() throws Exception {
      var forged = launch().hashed().replace("%22id%22%3A7", "%22id%22%3A8");
      assertThat(SignInServer.verdict(server.exchange(forged))).isEqualTo("unauthorized");
      assertThat(server.exchange(forged).statusCode()).isEqualTo(401);
      assertThat(server.rest("tma " + forged)).isEqualTo("unauthorized");
      assertThat(server.socket("/", auth(forged))).isEqualTo("unauthorized");
      assertThat(server.rooms("?tma=" + URLEncoder.encode(forged, UTF_8), null))
          .isEqualTo("UNAUTHORIZED");
      assertThat(server.rooms("", frame(forged))).isEqualTo("UNAUTHORIZED");
      assertThat(server.rest("tma ")).isEqualTo("unauthorized");
      var huge = launch().with("start_param", "x".repeat(8_192)).hashed();
      assertThat(SignInServer.verdict(server.exchange(huge))).isEqualTo("unauthorized");
    }

    @Test
    void that_is_too_old_opens_nothing() throws Exception {
      var old = new TestLaunch(Instant.now().minusSeconds(3_601)).hashed();
      assertThat(SignInServer.verdict(server.exchange(old))).isEqualTo("token_expired");
      assertThat(server.rest("tma " + old)).isEqualTo("token_expired");
      assertThat(server.socket("/", auth(old))).isEqualTo("token_expired");
      assertThat(server.rooms("", frame(old))).isEqualTo("TOKEN_EXPIRED");
    }

    @Test
    void is_not_asked_for_where_there_is_none() throws Exception {
      for (var body : new String[] {"", "[]", "{}", "{\"init_data\":7}"}) {
        var answer = server.call("POST", "/v1/auth/telegram", null, body);
        assertThat(SignInServer.verdict(answer)).as(body).isEqualTo("bad_request");
      }
    }

    @Test
    void does_not_act_as_a_back_end() throws Exception {
      for (var path : new String[] {"/v1/users", "/v1/admin/tenants", "/v1/admin/reports"}) {
        var answer = server.call("GET", path, "tma " + launch().hashed(), "");
        assertThat(answer.statusCode()).as(path).isEqualTo(401);
      }
    }
  }

  @Nested
  class The_same_launch_again {
    @Test
    void signs_in_once_more_when_the_page_is_reloaded() throws Exception {
      var initData = launch().hashed();
      server.token(initData, "device", PHONE);
      server.token(initData, "device", PHONE);
      assertThat(server.rest("tma " + initData, "X-Klatch-Device", PHONE)).isEqualTo("ok");
      var auth = JsonMapper.shared().createObjectNode().put("tma", initData).put("device", PHONE);
      assertThat(server.socket("/", auth.toString())).isEqualTo("ok");
    }

    @Test
    void is_worth_nothing_to_who_has_read_it_somewhere() throws Exception {
      var initData = launch().hashed();
      server.token(initData, "device", PHONE);
      var thief = server.exchange(initData, "device", "a guess of who stole the text");
      assertThat(SignInServer.verdict(thief)).isEqualTo("unauthorized");
      assertThat(thief.body()).contains("another device");
      assertThat(SignInServer.verdict(server.exchange(initData))).isEqualTo("unauthorized");
      assertThat(server.rest("tma " + initData)).isEqualTo("unauthorized");
      assertThat(server.socket("/", auth(initData))).isEqualTo("unauthorized");
      assertThat(server.rooms("", frame(initData))).isEqualTo("UNAUTHORIZED");
    }

    @Test
    void is_refused_when_it_comes_too_often() throws Exception {
      var initData = launch().hashed();
      for (var i = 0; i < 5; i++) {
        server.token(initData);
      }
      var refused = server.exchange(initData);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      server.token(launch().user("{\"id\":8,\"first_name\":\"Bob\"}").hashed());
    }
  }

  @Test
  void who_signs_in_is_known_to_the_back_end_which_keeps_what_it_said_itself() throws Exception {
    server.operator(
        "POST", "/v1/users", "{\"user_id\":\"tg:7\",\"role\":\"host\",\"name\":\"Old\"}");
    server.token(launch().hashed());
    var known = server.operator("GET", "/v1/users/tg:7", "");
    assertThat(known.get("name").stringValue()).isEqualTo("Ann");
    assertThat(known.get("role").stringValue()).isEqualTo("host");
    assertThat(known.get("picture").isNull()).isTrue();
  }

  @Tag("A5")
  @Test
  void admins_are_those_the_bot_names_and_no_more_when_it_ceases_to() throws Exception {
    var admin = launch().user("{\"id\":42,\"first_name\":\"Root\"}").hashed();
    var token = server.token(admin);
    assertThat(presence("Bearer " + token)).isEqualTo(200);
    assertThat(presence("tma " + admin)).isEqualTo(200);
    assertThat(presence("Bearer " + server.token(launch().hashed()))).isEqualTo(403);
    bot("default", "{\"bot_token\":\"" + TestLaunch.BOT_TOKEN + "\",\"admins\":[43]}");
    assertThat(presence("Bearer " + token)).isEqualTo(403);
    assertThat(presence("tma " + admin)).isEqualTo(403);
  }

  private int presence(String authorization) throws Exception {
    return server.call("GET", "/v1/admin/presence", authorization, "").statusCode();
  }

  @Nested
  class A_tenants_own_bot {
    @BeforeEach
    void acme() throws Exception {
      server.operator(
          "POST",
          "/v1/admin/tenants",
          "{\"tenant_id\":\"acme\",\"issuer\":\"https://id.acme\",\"audience\":\"chat\",\"telegram\":{\"bot_token\":\""
              + ACME_BOT
              + "\",\"max_age_s\":600,\"token_life_s\":120,\"admins\":[42]}}");
    }

    @Test
    void signs_its_users_in_and_nobody_elses() throws Exception {
      var ofAcme = launch().hashedBy(ACME_BOT);
      var token = server.token(ofAcme, "tenant_id", "acme");
      assertThat(claims(token)).contains("\"tenant_id\":\"acme\"");
      assertThat(server.rest("Bearer " + token)).isEqualTo("ok");
      assertThat(server.rest("tma " + ofAcme, "X-Klatch-Tenant", "acme")).isEqualTo("ok");
      assertThat(server.rest("tma " + ofAcme)).isEqualTo("unauthorized");
      var ofDefault = launch().hashed();
      for (var tenant : new String[] {"acme", "nobody", "\u0000"}) {
        var answer = server.exchange(ofDefault, "tenant_id", tenant);
        assertThat(SignInServer.verdict(answer)).as(tenant).isEqualTo("unauthorized");
      }
    }

    @Test
    void has_a_key_of_its_own_for_its_tokens() throws Exception {
      var ofAcme = server.token(launch().hashedBy(ACME_BOT), "tenant_id", "acme").split("\\.", -1);
      var ofDefault = server.token(launch().hashed()).split("\\.", -1);
      var crossed = ofAcme[0] + "." + ofAcme[1] + "." + ofDefault[2];
      assertThat(server.rest("Bearer " + crossed)).isEqualTo("unauthorized");
      var body = new String(Base64.getUrlDecoder().decode(ofDefault[1]), UTF_8);
      var acme = body.replace("\"tenant_id\":\"default\"", "\"tenant_id\":\"acme\"");
      assertThat(acme).isNotEqualTo(body);
      var claims = Base64.getUrlEncoder().withoutPadding().encodeToString(acme.getBytes(UTF_8));
      assertThat(server.rest("Bearer " + ofDefault[0] + "." + claims + "." + ofDefault[2]))
          .isEqualTo("unauthorized");
    }

    @Test
    void signs_in_after_a_restart_too_and_its_tokens_live_through_it() throws Exception {
      var token = server.token(launch().hashedBy(ACME_BOT), "tenant_id", "acme");
      server.restart();
      assertThat(server.rest("Bearer " + token)).isEqualTo("ok");
      server.token(launch().hashedBy(ACME_BOT), "tenant_id", "acme");
    }

    @Test
    void is_never_shown_with_its_token() throws Exception {
      var shown = server.operator("GET", "/v1/admin/tenants/acme", "");
      assertThat(shown.toString()).doesNotContain("BBtest");
      assertThat(shown.get("telegram").toString())
          .isEqualTo(
              "{\"bot_id\":7000000002,\"has_bot_token\":true,\"environment\":\"production\",\"max_age_s\":600,"
                  + "\"token_life_s\":120,\"admins\":[42]}");
    }

    @Test
    void keeps_its_token_while_the_rest_is_changed_and_loses_it_with_the_bot() throws Exception {
      assertThat(bot("acme", "{\"environment\":\"test\"}").toString())
          .contains("\"has_bot_token\":true", "\"test\"", "\"max_age_s\":3600", "\"admins\":[]");
      assertThat(bot("acme", "{\"bot_id\":9}").toString())
          .contains("\"bot_id\":9", "\"has_bot_token\":false");
    }

    @Test
    void that_is_taken_away_takes_its_tokens_along() throws Exception {
      var initData = launch().hashedBy(ACME_BOT);
      var token = server.token(initData, "tenant_id", "acme");
      assertThat(bot("acme", "null").isNull()).isTrue();
      assertThat(server.rest("Bearer " + token)).isEqualTo("unauthorized");
      assertThat(server.rest("tma " + initData, "X-Klatch-Tenant", "acme"))
          .isEqualTo("unauthorized");
      assertThat(SignInServer.verdict(server.exchange(initData, "tenant_id", "acme")))
          .isEqualTo("unauthorized");
    }

    @Test
    void that_makes_no_sense_is_refused_with_the_reason() throws Exception {
      for (var nonsense :
          Map.ofEntries(
                  Map.entry("[]", "telegram must be an object"),
                  Map.entry("{\"bot_tokn\":\"x\"}", "telegram.bot_tokn is no field"),
                  Map.entry("{\"bot_token\":\"x\"}", "bot_token must be such as"),
                  Map.entry("{\"bot_token\":7}", "telegram.bot_token must be a string"),
                  Map.entry("{\"bot_token\":\"" + ACME_BOT + "\",\"bot_id\":1}", "bot_id is not"),
                  Map.entry("{\"bot_id\":0}", "bot_id must be"),
                  Map.entry("{\"bot_id\":\"1\"}", "telegram.bot_id must be a whole number"),
                  Map.entry("{\"bot_token\":null}", "telegram needs bot_token, or bot_id"),
                  Map.entry("{\"environment\":\"moon\"}", "telegram.environment must be"),
                  Map.entry("{\"max_age_s\":59}", "max_age_s must be"),
                  Map.entry("{\"token_life_s\":86401}", "telegram.token_life_s is at most 86400"),
                  Map.entry("{\"admins\":[0]}", "admins must be"),
                  Map.entry("{\"admins\":7}", "telegram.admins must be an array"))
              .entrySet()) {
        var body = "{\"telegram\":" + nonsense.getKey() + "}";
        var key = "Bearer " + SignInServer.OPERATOR;
        var answer = server.call("PATCH", "/v1/admin/tenants/acme", key, body);
        assertThat(answer.statusCode()).as(nonsense.getKey()).isEqualTo(400);
        assertThat(answer.body()).contains(nonsense.getValue()).doesNotContain("BBtest");
      }
    }
  }

  @Test
  void no_key_of_a_tenant_can_pass_for_the_servers_own() throws Exception {
    var key =
        "{\"signing_keys\":[{\"kid\":\"klatch.issued\",\"alg\":\"HS256\",\"key\":\"a secret of a tenant, of many bytes\"}]}";
    var answer =
        server.call("PATCH", "/v1/admin/tenants/default", "Bearer " + SignInServer.OPERATOR, key);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("klatch.issued").contains("take another");
  }

  @Test
  void a_page_of_another_tenants_origin_cannot_sign_in() throws Exception {
    server.operator(
        "POST",
        "/v1/admin/tenants",
        "{\"tenant_id\":\"acme\",\"origins\":[\"https://app.acme\"],\"telegram\":{\"bot_token\":\""
            + ACME_BOT
            + "\"}}");
    var body = JsonMapper.shared().createObjectNode().put("init_data", launch().hashed());
    var origin = new String[] {"Origin", "https://app.acme"};
    var foreign = server.call("POST", "/v1/auth/telegram", null, body.toString(), origin);
    assertThat(SignInServer.verdict(foreign)).isEqualTo("unauthorized");
    body.put("init_data", launch().hashedBy(ACME_BOT)).put("tenant_id", "acme");
    var own = server.call("POST", "/v1/auth/telegram", null, body.toString(), origin);
    assertThat(SignInServer.verdict(own)).isEqualTo("ok");
  }

  @Test
  void a_configured_bot_that_cannot_be_one_stops_the_start_and_is_not_shown() throws Exception {
    var file = Files.writeString(folder.resolve("wrong"), "hunter2");
    for (var wrong :
        Map.of(
                "telegram.bot-token-file", file.toString(),
                "telegram.admins", "ann",
                "telegram.max-age", "1s",
                "telegram.environment", "moon")
            .entrySet()) {
      assertThatThrownBy(() -> TestConfig.in(folder, Map.of(wrong.getKey(), wrong.getValue())))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("telegram.")
          .hasMessageNotContaining("hunter2");
    }
    assertThatThrownBy(
            () -> TestConfig.in(folder, Map.of("telegram.bot-token-file", folder + "/none")))
        .hasMessageContaining("telegram.bot-token-file cannot be read");
    assertThat(TestConfig.in(folder, Map.of("telegram.bot-id", "7")).auth().toString())
        .contains("TelegramBot[7, PRODUCTION]");
  }

  private JsonNode bot(String tenant, String bot) throws Exception {
    return server
        .operator("PATCH", "/v1/admin/tenants/" + tenant, "{\"telegram\":" + bot + "}")
        .get("telegram");
  }

  private static String claims(String token) {
    return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8);
  }

  private static TestLaunch launch() {
    return new TestLaunch(Instant.now());
  }

  private static String auth(String initData) {
    return JsonMapper.shared().createObjectNode().put("tma", initData).toString();
  }

  private static String frame(String initData) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("action", "AUTHENTICATE")
        .put("tma", initData)
        .toString();
  }
}
