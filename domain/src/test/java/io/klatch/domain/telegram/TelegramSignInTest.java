package io.klatch.domain.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.account.Launch;
import io.klatch.domain.account.Revocation;
import io.klatch.domain.account.RevocationStore;
import io.klatch.domain.account.Revocations;
import io.klatch.domain.account.SuspensionStore;
import io.klatch.domain.account.Suspensions;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.account.TokenVerifier.Verification.Suspended;
import io.klatch.domain.account.TokenVerifier.Verification.TokenExpired;
import io.klatch.domain.account.TokenVerifier.Verification.Unauthorized;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramBots;
import io.klatch.domain.tenant.TelegramEnvironment;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.domain.tenant.TenantStatus;
import io.klatch.domain.tenant.Trust;
import io.klatch.domain.user.User;
import io.klatch.domain.user.UserProfile;
import io.klatch.domain.user.UserStore;
import io.klatch.domain.user.Users;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A launch is exchanged for a token; here `7` is user 7's, and a token says who its holder is.
class TelegramSignInTest {
  private static final Instant OPENED = Instant.parse("2026-11-21T12:00:00Z");
  private static final URI PICTURE = URI.create("https://t.me/a.svg");
  private static final String PHONE = "a secret of the phone";
  private static final String THIEF = "a secret of the thief";
  private static final UserKey SEVEN = new UserKey(TenantId.DEFAULT, new UserId("tg:7"));

  private final Stores stores = new Stores();
  private final Suspensions suspensions = new Suspensions(stores, () -> OPENED);
  private Instant now = OPENED.plusSeconds(5);
  private Duration wait = Duration.ZERO;

  private final Launches launches =
      new Launches(
          new TelegramBots(_ -> served(), bot()),
          (_, text) ->
              new LaunchCheck.Checked.Genuine(
                  new LaunchFacts(text, OPENED, Long.parseLong(text), "Ann", PICTURE)),
          new Devices(),
          new Revocations(stores, () -> OPENED),
          () -> now);

  private final TelegramSignIn signIn =
      new TelegramSignIn(
          launches,
          suspensions,
          (_, _) -> wait,
          new Users(stores),
          identity -> identity.user() + " until " + identity.expiresAt(),
          new Random(1),
          () -> now);

  @Test
  void the_token_says_who_and_is_good_from_now_on_for_as_long_as_the_bot_says() {
    var result = signedIn(new Launch(null, "7", null));
    assertThat(result.token()).isEqualTo("tg:7 until 2026-11-21T12:10:05Z");
    assertThat(result.identity().issuedAt()).isEqualTo(now);
    assertThat(result.identity().tokenId()).startsWith("tg-").hasSize(35);
    assertThat(result.identity().features()).isEmpty();
    assertThat(result.picture()).isEqualTo(PICTURE);
  }

  @Test
  void name_and_picture_are_kept_and_what_the_back_end_said_stays() {
    stores.users.put(SEVEN, new UserProfile("Old", null, "host", "{}"));
    signedIn(new Launch(null, "7", null));
    assertThat(stores.users.get(SEVEN))
        .isEqualTo(new UserProfile("Ann", PICTURE.toString(), "host", "{}"));
  }

  @Test
  void that_nothing_can_be_kept_now_is_no_reason_to_turn_anybody_away() {
    stores.broken = true;
    signedIn(new Launch(null, "7", null));
  }

  @Test
  void who_is_suspended_or_comes_too_often_gets_none() {
    wait = Duration.ofSeconds(3);
    assertThat(signIn.exchange(new Launch(null, "7", null)))
        .isEqualTo(new SignInResult.TooOften(wait));
    var _ = suspensions.suspend(SEVEN);
    assertThat(turnedAway(new Launch(null, "7", null))).isEqualTo(new Suspended());
    assertThat(stores.users).isEmpty();
  }

  @Test
  void an_app_that_stays_open_goes_on_for_a_day_on_its_own_device() {
    signedIn(new Launch(null, "7", PHONE));
    now = OPENED.plus(Launches.OPEN_MAX).minusSeconds(1);
    signedIn(new Launch(null, "7", PHONE));
    assertThat(turnedAway(new Launch(null, "7", THIEF))).isEqualTo(new TokenExpired());
    assertThat(turnedAway(new Launch(null, "7", null))).isEqualTo(new TokenExpired());
    var instead =
        launches.beside(_ -> new Unauthorized("none")).verifyLaunch(new Launch(null, "7", PHONE));
    assertThat(instead).isEqualTo(new TokenExpired());
    now = OPENED.plus(Launches.OPEN_MAX);
    assertThat(turnedAway(new Launch(null, "7", PHONE))).isEqualTo(new TokenExpired());
  }

  @Test
  void a_launch_that_was_not_exchanged_while_it_was_fresh_is_too_old_for_every_device() {
    now = OPENED.plusSeconds(3_600);
    assertThat(turnedAway(new Launch(null, "7", PHONE))).isEqualTo(new TokenExpired());
    assertThat(turnedAway(new Launch(null, "7", PHONE))).isEqualTo(new TokenExpired());
  }

  @Test
  void a_thief_who_comes_first_has_the_launch_and_its_owner_is_told() {
    signedIn(new Launch(null, "7", THIEF));
    assertThat(turnedAway(new Launch(null, "7", PHONE))).isEqualTo(Launches.OTHERS_DEVICE);
  }

  private SignInResult.SignedIn signedIn(Launch launch) {
    if (signIn.exchange(launch) instanceof SignInResult.SignedIn signedIn) {
      return signedIn;
    }
    throw new AssertionError(signIn.exchange(launch));
  }

  private Verification turnedAway(Launch launch) {
    if (signIn.exchange(launch) instanceof SignInResult.TurnedAway(var why)) {
      return why;
    }
    throw new AssertionError(signIn.exchange(launch));
  }

  private static Tenant served() {
    return new Tenant(
        TenantId.DEFAULT,
        "default",
        TenantStatus.ACTIVE,
        Trust.NONE,
        TenantPolicy.NONE,
        List.of(),
        OPENED);
  }

  private static TelegramBot bot() {
    return new TelegramBot(
        1,
        null,
        TelegramEnvironment.PRODUCTION,
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        Set.of());
  }

  /// All in memory, or not to be had.
  private static final class Stores implements RevocationStore, SuspensionStore, UserStore {
    private final Map<UserKey, UserProfile> users = new HashMap<>();
    private boolean broken;

    @Override
    public Saved save(UserKey user, UnaryOperator<UserProfile> change) {
      if (broken) {
        throw new UnavailableException("broken");
      }
      var before = users.getOrDefault(user, UserProfile.NONE);
      users.put(user, change.apply(before));
      return new Saved(new User(user, change.apply(before), OPENED, OPENED), false);
    }

    @Override
    public @Nullable User find(UserKey user) {
      return null;
    }

    @Override
    public List<User> page(TenantId tenant, @Nullable UserId after, int limit) {
      return List.of();
    }

    @Override
    public List<Revocation> all(Instant at) {
      return List.of();
    }

    @Override
    public void save(Revocation revocation) {}

    @Override
    public Map<UserKey, Instant> all() {
      return Map.of();
    }

    @Override
    public void save(UserKey user, Instant since) {}

    @Override
    public void remove(UserKey user) {}
  }
}
