package io.klatch.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.account.Revocation;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Rate;
import io.klatch.domain.tenant.KeyAlgorithm;
import io.klatch.domain.tenant.ServerKey;
import io.klatch.domain.tenant.SigningKey;
import io.klatch.domain.tenant.TelegramBot;
import io.klatch.domain.tenant.TelegramEnvironment;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.domain.tenant.TenantStatus;
import io.klatch.domain.tenant.Trust;
import io.klatch.domain.tenant.WebOrigin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tenants and revocations at rest: what was saved is what is found after a restart.
class TenantStoreTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId BLUE = new TenantId("blue");

  @TempDir private Path folder;

  @Test
  void a_tenant_is_found_again_with_everything_it_was_told_to_be() {
    try (var before = new StoreFixture(folder)) {
      before.store.tenants().save(full());
      before.store.tenants().save(bare());
    }
    try (var after = new StoreFixture(folder)) {
      assertThat(after.store.tenants().all()).containsExactly(full(), bare());
    }
  }

  @Test
  void what_a_change_leaves_out_is_gone() {
    try (var fixture = new StoreFixture(folder)) {
      fixture.store.tenants().save(full());
      var less =
          new Tenant(
              ACME,
              "Acme",
              TenantStatus.ACTIVE,
              Trust.NONE,
              TenantPolicy.NONE,
              List.of(),
              StoreFixture.NOW);
      fixture.store.tenants().save(less);
      assertThat(fixture.store.tenants().all()).containsExactly(less);
    }
  }

  @Test
  void a_revocation_holds_after_a_restart_until_its_end_and_the_last_one_of_a_user_counts() {
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var until = now.plusSeconds(60);
    var ann = new UserId("ann");
    var token = new Revocation.OfToken(ACME, "t-1", until);
    var user = new Revocation.OfUser(ACME, ann, now, until);
    try (var before = new StoreFixture(folder)) {
      var revocations = before.store.revocations();
      revocations.save(new Revocation.OfToken(ACME, "gone", now.minusSeconds(1)));
      revocations.save(new Revocation.OfUser(ACME, ann, now.minusSeconds(5), until));
      revocations.save(token);
      revocations.save(user);
      revocations.save(new Revocation.OfToken(BLUE, "t-1", until));
    }
    try (var after = new StoreFixture(folder)) {
      assertThat(after.store.revocations().all(now))
          .containsExactlyInAnyOrder(token, user, new Revocation.OfToken(BLUE, "t-1", until));
      assertThat(after.store.revocations().all(until)).isEmpty();
    }
  }

  private static Tenant full() {
    var keys =
        List.of(
            new SigningKey("z", KeyAlgorithm.HS256, "a secret with spaces and = signs"),
            new SigningKey("a", KeyAlgorithm.RS256, "-----BEGIN PUBLIC KEY-----\nx\n"));
    return new Tenant(
        ACME,
        "Acme & Söhne",
        TenantStatus.SUSPENDED,
        new Trust(keys, URI.create("https://id.acme/jwks"), "https://id.acme", "chat", bot()),
        new TenantPolicy(
            Set.of(new WebOrigin("https://app.acme"), new WebOrigin("http://localhost:5173")),
            Map.of(LimitName.SEND, new Rate(5, Duration.ofSeconds(1), 9)),
            30,
            Set.of()),
        List.of(new ServerKey("k1", "abc", StoreFixture.NOW)),
        StoreFixture.NOW);
  }

  private static TelegramBot bot() {
    return new TelegramBot(
        7_000_000_001L,
        "7000000001:AAtest_token-of_nobodys_bot_0123456789",
        TelegramEnvironment.TEST,
        Duration.ofMinutes(5),
        Duration.ofHours(2),
        Set.of(42L, 5_000_131_393L));
  }

  @Test
  void a_bot_of_which_only_the_id_is_known_is_found_again() {
    var bot =
        new TelegramBot(
            7,
            null,
            TelegramEnvironment.PRODUCTION,
            Duration.ofMinutes(5),
            Duration.ofHours(2),
            Set.of());
    var tenant =
        new Tenant(
            BLUE,
            "Blue",
            TenantStatus.ACTIVE,
            new Trust(List.of(), null, null, null, bot),
            TenantPolicy.NONE,
            List.of(),
            Instant.EPOCH);
    try (var before = new StoreFixture(folder)) {
      before.store.tenants().save(tenant);
    }
    try (var after = new StoreFixture(folder)) {
      assertThat(after.store.tenants().all()).containsExactly(tenant);
    }
  }

  @Test
  void features_of_users_are_found_again_and_what_is_left_out_is_gone() {
    var ann = new UserKey(ACME, new UserId("ann"));
    var other = new UserKey(BLUE, new UserId("ann"));
    try (var before = new StoreFixture(folder)) {
      var entitlements = before.store.entitlements();
      entitlements.save(ann, Set.of("calls", "prime"));
      entitlements.save(other, Set.of("calls"));
      entitlements.save(ann, Set.of("prime", "recording"));
      entitlements.save(new UserKey(ACME, new UserId("bob")), Set.of());
    }
    try (var after = new StoreFixture(folder)) {
      assertThat(after.store.entitlements().all())
          .isEqualTo(Map.of(ann, Set.of("prime", "recording"), other, Set.of("calls")));
    }
  }

  private static Tenant bare() {
    return new Tenant(
        BLUE, "Blue", TenantStatus.ACTIVE, Trust.NONE, TenantPolicy.NONE, List.of(), Instant.EPOCH);
  }
}
