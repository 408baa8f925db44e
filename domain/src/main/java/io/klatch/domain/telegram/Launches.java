package io.klatch.domain.telegram;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.Launch;
import io.klatch.domain.account.Revocations;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramBots;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says who opened a Mini App of Telegram: whether Telegram said so of the tenant's bot, lately,
/// and to this device. Thread-safe; does not block.
public final class Launches {
  /// How far Telegram's clock may be ahead of ours.
  public static final Duration AHEAD_MAX = Duration.ofSeconds(30);

  /// How long after a launch its own device may have it exchanged once more: an app may stay open
  /// for longer than a launch is good for anybody else.
  public static final Duration OPEN_MAX = Duration.ofDays(1);

  static final Verification OTHERS_DEVICE =
      new Verification.Unauthorized("this initData is another device's; open the Mini App again");

  private static final String TOKEN_ID_PREFIX = "tma-";
  private static final int DEVICE_CHARACTERS_MIN = 16;
  private static final int DEVICE_CHARACTERS_MAX = 200;

  private final TelegramBots bots;
  private final LaunchCheck check;
  private final Devices devices;
  private final Revocations revocations;
  private final InstantSource clock;

  public Launches(
      TelegramBots bots,
      LaunchCheck check,
      Devices devices,
      Revocations revocations,
      InstantSource clock) {
    this.bots = bots;
    this.check = check;
    this.devices = devices;
    this.revocations = revocations;
    this.clock = clock;
  }

  /// The same verifier, which knows launches too.
  public TokenVerifier beside(TokenVerifier tokens) {
    return new TokenVerifier() {
      @Override
      public Verification verify(@Nullable String token) {
        return tokens.verify(token);
      }

      @Override
      public Verification verifyLaunch(Launch launch) {
        return switch (look(launch, false)) {
          case Seen.Known(var identity, _, _) -> new Verification.Verified(identity);
          case Seen.Turned(var why) -> why;
        };
      }
    };
  }

  /// What there is to know of a launch.
  sealed interface Seen {
    /// @param identity as it holds for as long as the launch does
    record Known(Identity identity, LaunchFacts facts, TelegramBot bot) implements Seen {}

    record Turned(Verification why) implements Seen {}
  }

  /// @param exchange whether it is shown for a token, not in place of one
  Seen look(Launch launch, boolean exchange) {
    var tenant = launch.tenantId();
    var bot = tenant == null ? null : bots.of(tenant);
    if (tenant == null || bot == null) {
      return unauthorized("the tenant has no bot of Telegram");
    }
    if (launch.initData().length() > Launch.INIT_DATA_CHARACTERS_MAX) {
      return unauthorized(
          "initData is longer than " + Launch.INIT_DATA_CHARACTERS_MAX + " characters");
    }
    var device = launch.device();
    if (device != null && !isDevice(device)) {
      return unauthorized(
          "device must be %d to %d characters that nobody can guess"
              .formatted(DEVICE_CHARACTERS_MIN, DEVICE_CHARACTERS_MAX));
    }
    return switch (check.check(bot, launch.initData())) {
      case LaunchCheck.Checked.Refused(var reason) -> unauthorized(reason);
      case LaunchCheck.Checked.Genuine(var facts) -> genuine(tenant, bot, facts, launch, exchange);
    };
  }

  /// Makes the launch the device's own; false when it is another's.
  boolean bind(TenantId tenant, LaunchFacts facts, String device) {
    return devices.bind(tenant, facts.id(), device, clock.instant(), facts.at().plus(OPEN_MAX));
  }

  private static Seen unauthorized(String reason) {
    return new Seen.Turned(new Verification.Unauthorized(reason));
  }

  private Seen genuine(
      TenantId tenant, TelegramBot bot, LaunchFacts facts, Launch launch, boolean exchange) {
    var now = clock.instant();
    var device = launch.device();
    var goesOn = exchange && devices.holds(tenant, facts.id(), device, now);
    var until = facts.at().plus(goesOn ? OPEN_MAX : bot.maxAge());
    if (!now.isBefore(until)) {
      return new Seen.Turned(new Verification.TokenExpired());
    }
    if (facts.at().isAfter(now.plus(AHEAD_MAX))) {
      return unauthorized("auth_date is in the future");
    }
    if (!devices.lets(tenant, facts.id(), device)) {
      return new Seen.Turned(OTHERS_DEVICE);
    }
    var user = TelegramBot.user(facts.user());
    var identity =
        new Identity(
            tenant,
            user,
            facts.name(),
            bot.roles(user),
            Set.of(),
            TOKEN_ID_PREFIX + facts.id(),
            facts.at(),
            until);
    return revocations.isRevoked(identity)
        ? new Seen.Turned(new Verification.Revoked())
        : new Seen.Known(identity, facts, bot);
  }

  private static boolean isDevice(String device) {
    return device.length() >= DEVICE_CHARACTERS_MIN && device.length() <= DEVICE_CHARACTERS_MAX;
  }
}
