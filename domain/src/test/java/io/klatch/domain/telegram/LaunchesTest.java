package io.klatch.domain.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.Launch;
import io.klatch.domain.account.Revocation;
import io.klatch.domain.account.RevocationStore;
import io.klatch.domain.account.Revocations;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.account.TokenVerifier.Verification.Revoked;
import io.klatch.domain.account.TokenVerifier.Verification.TokenExpired;
import io.klatch.domain.account.TokenVerifier.Verification.Unauthorized;
import io.klatch.domain.account.TokenVerifier.Verification.Verified;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramBots;
import io.klatch.domain.tenant.TelegramEnvironment;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.domain.tenant.TenantStatus;
import io.klatch.domain.tenant.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Launches that Telegram has signed, here `user` or `user signed-by`, and what else they must be.
class LaunchesTest {
  private static final Instant OPENED = Instant.parse("2026-11-21T12:00:00Z");
  private static final String PHONE = "a secret of the phone";
  private static final String THIEF = "a secret of the thief";

  private final Map<TenantId, Tenant> tenants = new HashMap<>();
  private final Revocations revocations = new Revocations(new NoStore(), () -> OPENED);
  private final Devices devices = new Devices(2);
  private Instant now = OPENED;

  private final Launches launches =
      new Launches(
          new TelegramBots(tenants::get, bot(1)),
          LaunchesTest::check,
          devices,
          revocations,
          () -> now);

  LaunchesTest() {
    tenants.put(TenantId.DEFAULT, tenant("default", TenantStatus.ACTIVE, null));
    tenants.put(new TenantId("acme"), tenant("acme", TenantStatus.ACTIVE, bot(2)));
    tenants.put(new TenantId("plain"), tenant("plain", TenantStatus.ACTIVE, null));
    tenants.put(new TenantId("closed"), tenant("closed", TenantStatus.SUSPENDED, bot(3)));
  }

  @Nested
  class A_launch {
    @Test
    void is_its_user_of_telegram_for_as_long_as_the_bot_lets_it() {
      assertThat(verify(new Launch(null, "7", null)))
          .isEqualTo(
              new Verified(
                  new Identity(
                      TenantId.DEFAULT,
                      new UserId("tg:7"),
                      "User 7",
                      Set.of(),
                      Set.of(),
                      "tma-7",
                      OPENED,
                      OPENED.plusSeconds(3_600))));
    }

    @Test
    void is_of_an_admin_where_the_bot_names_the_user() {
      assertThat(roles(verify(new Launch(null, "42", null)))).containsExactly("admin");
      assertThat(roles(verify(new Launch(null, "421", null)))).isEmpty();
    }

    @Test
    void is_refused_from_the_second_on_at_which_it_is_too_old() {
      now = OPENED.plusSeconds(3_599);
      assertThat(verify(new Launch(null, "7", null))).isInstanceOf(Verified.class);
      now = OPENED.plusSeconds(3_600);
      assertThat(verify(new Launch(null, "7", null))).isEqualTo(new TokenExpired());
    }

    @Test
    void may_be_half_a_minute_ahead_of_our_clock() {
      now = OPENED.minusSeconds(30);
      assertThat(verify(new Launch(null, "7", null))).isInstanceOf(Verified.class);
      now = OPENED.minusSeconds(31);
      assertThat(verify(new Launch(null, "7", null)))
          .isEqualTo(new Unauthorized("auth_date is in the future"));
    }

    @Test
    void is_of_the_tenant_whose_bot_was_opened_and_of_no_other() {
      assertThat(verify(new Launch("acme", "7 2", null))).isInstanceOf(Verified.class);
      assertThat(verify(new Launch("acme", "7 1", null))).isEqualTo(new Unauthorized("forged"));
      for (var without : List.of("plain", "closed", "nobody", "")) {
        assertThat(verify(new Launch(without, "7 3", null)))
            .as(without)
            .isEqualTo(new Unauthorized("the tenant has no bot of Telegram"));
      }
    }

    @Test
    void is_refused_unread_when_it_is_huge() {
      assertThat(verify(new Launch(null, "7".repeat(8_193), null)))
          .isEqualTo(new Unauthorized("initData is longer than 8192 characters"));
    }

    @Test
    void can_be_taken_back_like_a_token() {
      var until = OPENED.plusSeconds(9_999);
      var _ = revocations.revoke(new Revocation.OfToken(TenantId.DEFAULT, "tma-7", until));
      assertThat(verify(new Launch(null, "7", null))).isEqualTo(new Revoked());
      var all =
          new Revocation.OfUser(TenantId.DEFAULT, new UserId("tg:8"), OPENED.plusMillis(1), until);
      var _ = revocations.revoke(all);
      assertThat(verify(new Launch(null, "8", null))).isEqualTo(new Revoked());
    }

    @Test
    void does_not_print_itself() {
      assertThat(new Launch("acme", "secret", "secret")).hasToString("Launch[acme]");
      assertThat(bot(1)).hasToString("TelegramBot[1, PRODUCTION]");
    }
  }

  @Nested
  class A_launch_that_belongs_to_a_device {
    @Test
    void is_good_there_again_and_again_and_nowhere_else() {
      assertThat(bind("7", PHONE)).isTrue();
      assertThat(bind("7", PHONE)).isTrue();
      assertThat(bind("7", THIEF)).isFalse();
      assertThat(verify(new Launch(null, "7", PHONE))).isInstanceOf(Verified.class);
      assertThat(verify(new Launch(null, "7", THIEF))).isEqualTo(Launches.OTHERS_DEVICE);
      assertThat(verify(new Launch(null, "7", null))).isEqualTo(Launches.OTHERS_DEVICE);
    }

    @Test
    void needs_a_secret_that_nobody_guesses() {
      for (var device : List.of("", "short", "x".repeat(201))) {
        assertThat(verify(new Launch(null, "7", device))).isInstanceOf(Unauthorized.class);
      }
    }

    @Test
    void is_forgotten_when_it_is_too_old_anyway_or_when_there_are_too_many() {
      assertThat(bind("7", PHONE)).isTrue();
      assertThat(bind("8", PHONE)).isTrue();
      assertThat(bind("9", PHONE)).isTrue();
      assertThat(verify(new Launch(null, "7", THIEF))).isInstanceOf(Verified.class);
      assertThat(verify(new Launch(null, "9", THIEF))).isEqualTo(Launches.OTHERS_DEVICE);
      now = OPENED.plusSeconds(86_400);
      assertThat(bind("1", PHONE)).isTrue();
      assertThat(devices.lets(TenantId.DEFAULT, "9", THIEF)).isTrue();
    }

    @Test
    void is_its_tenants_alone() {
      assertThat(bind("7", PHONE)).isTrue();
      assertThat(verify(new Launch("acme", "7 2", THIEF))).isInstanceOf(Verified.class);
    }

    private boolean bind(String user, String device) {
      var facts = new LaunchFacts(user, OPENED, Long.parseLong(user), "A", null);
      return launches.bind(TenantId.DEFAULT, facts, device);
    }
  }

  private Verification verify(Launch launch) {
    TokenVerifier tokens = _ -> new Unauthorized("no token here");
    return launches.beside(tokens).verifyLaunch(launch);
  }

  private static Set<String> roles(Verification verification) {
    return verification instanceof Verified(var identity) ? identity.roles() : Set.of("nobody");
  }

  private static LaunchCheck.Checked check(TelegramBot bot, String text) {
    var parts = text.split(" ", 2);
    if (parts.length == 2 && !parts[1].equals(Long.toString(bot.id()))) {
      return new LaunchCheck.Checked.Refused("forged");
    }
    var user = Long.parseLong(parts[0]);
    return new LaunchCheck.Checked.Genuine(
        new LaunchFacts(parts[0], OPENED, user, "User " + user, null));
  }

  private static TelegramBot bot(long id) {
    return new TelegramBot(
        id,
        null,
        TelegramEnvironment.PRODUCTION,
        Duration.ofHours(1),
        Duration.ofHours(1),
        Set.of(42L));
  }

  private static Tenant tenant(String id, TenantStatus status, @Nullable TelegramBot bot) {
    return new Tenant(
        new TenantId(id),
        id,
        status,
        new Trust(List.of(), null, null, null, bot),
        TenantPolicy.NONE,
        List.of(),
        OPENED);
  }

  private static final class NoStore implements RevocationStore {
    @Override
    public List<Revocation> all(Instant at) {
      return List.of();
    }

    @Override
    public void save(Revocation revocation) {}
  }
}
