package io.klatch.domain.telegram;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.Launch;
import io.klatch.domain.account.Suspensions;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.user.UserProfile;
import io.klatch.domain.user.Users;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Exchanges a launch of a Mini App for a short token of our own. Blocks; call on a virtual thread.
public final class TelegramSignIn {
  private static final int TOKEN_ID_BYTES = 16;

  private final Launches launches;
  private final Suspensions suspensions;
  private final Allowances allowances;
  private final Users users;
  private final TokenMint mint;
  private final RandomGenerator random;
  private final InstantSource clock;

  /// @param random a source nobody can predict
  public TelegramSignIn(
      Launches launches,
      Suspensions suspensions,
      Allowances allowances,
      Users users,
      TokenMint mint,
      RandomGenerator random,
      InstantSource clock) {
    this.launches = launches;
    this.suspensions = suspensions;
    this.allowances = allowances;
    this.users = users;
    this.mint = mint;
    this.random = random;
    this.clock = clock;
  }

  public SignInResult exchange(Launch launch) {
    return switch (launches.look(launch, true)) {
      case Launches.Seen.Turned(var why) -> new SignInResult.TurnedAway(why);
      case Launches.Seen.Known known -> exchange(launch, known);
    };
  }

  private SignInResult exchange(Launch launch, Launches.Seen.Known known) {
    var user = known.identity().key();
    if (suspensions.isSuspended(user)) {
      return new SignInResult.TurnedAway(new Verification.Suspended());
    }
    var wait = allowances.take(LimitName.SIGN_IN, user);
    if (wait.isPositive()) {
      return new SignInResult.TooOften(wait);
    }
    var device = launch.device();
    if (device != null && !launches.bind(user.tenant(), known.facts(), device)) {
      return new SignInResult.TurnedAway(Launches.OTHERS_DEVICE);
    }
    keep(known);
    var identity = identity(known);
    return new SignInResult.SignedIn(mint.mint(identity), identity, known.facts().picture());
  }

  /// What back ends know of the user; that it cannot be kept now is no reason to turn them away.
  private void keep(Launches.Seen.Known known) {
    var facts = known.facts();
    var picture = facts.picture() == null ? null : facts.picture().toString();
    var _ =
        users.save(
            known.identity().key(),
            before -> new UserProfile(facts.name(), picture, before.role(), before.custom()));
  }

  private Identity identity(Launches.Seen.Known known) {
    var launched = known.identity();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new Identity(
        launched.tenant(),
        launched.user(),
        launched.name(),
        launched.roles(),
        Set.of(),
        tokenId(),
        now,
        now.plus(known.bot().tokenLife()));
  }

  private String tokenId() {
    var bytes = new byte[TOKEN_ID_BYTES];
    random.nextBytes(bytes);
    return "tg-" + HexFormat.of().formatHex(bytes);
  }
}
