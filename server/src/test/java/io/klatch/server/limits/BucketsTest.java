package io.klatch.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.LimitScope;
import io.klatch.domain.limit.Rate;
import io.klatch.domain.limit.Subject;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.TenantDirectory;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.domain.tenant.TenantStatus;
import io.klatch.domain.tenant.Trust;
import io.klatch.server.config.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final UserKey OTHER_ANN = new UserKey(ACME, new UserId("ann"));
  private static final TenantDirectory NO_TENANTS = _ -> null;

  private final LimitsConfig config =
      new LimitsConfig(
          Map.of(LimitName.SEND, new Rate(1, Duration.ofSeconds(1), 3)), Duration.ZERO);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void after_the_burst_a_user_waits_at_most_one_turn_and_nobody_else_does() {
    var buckets = new Buckets(config, NO_TENANTS, meters);
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take(LimitName.SEND, ANN)).isZero();
    }
    assertThat(buckets.take(LimitName.SEND, ANN))
        .isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    assertThat(buckets.take(LimitName.SEND, OTHER_ANN)).isZero();
    assertThat(buckets.take(LimitName.JOIN, ANN)).isZero();
    assertThat(meters.counter("klatch.limited", "limit", "send").count()).isEqualTo(1);
    assertThat(meters.counter("klatch.limited", "limit", "join").count()).isZero();
  }

  @Test
  void a_tenants_own_rate_holds_in_place_of_the_servers_as_soon_as_it_is_changed() {
    var tenants = new HashMap<TenantId, Tenant>();
    var buckets = new Buckets(config, tenants::get, meters);
    tenants.put(ACME, limited(Rate.of(1, Duration.ofHours(1))));
    assertThat(buckets.take(LimitName.SEND, OTHER_ANN)).isZero();
    assertThat(buckets.take(LimitName.SEND, OTHER_ANN)).isGreaterThan(Duration.ofMinutes(59));
    assertThat(buckets.take(LimitName.SEND, ANN)).isZero();
    tenants.put(ACME, limited(Rate.of(1_000, Duration.ofSeconds(1))));
    buckets.forget(ACME);
    for (int i = 0; i < 100; i++) {
      assertThat(buckets.take(LimitName.SEND, OTHER_ANN)).isZero();
    }
  }

  @Test
  void what_cannot_be_counted_is_let_through_or_refused_as_each_limit_says() {
    var buckets =
        new Buckets(
            config,
            NO_TENANTS,
            meters,
            _ -> {
              throw new IllegalStateException("no counting today");
            });
    for (var limit : LimitName.values()) {
      assertThat(buckets.take(limit, subject(limit)).isZero())
          .as(limit.wire())
          .isEqualTo(limit.failOpen());
    }
  }

  @Test
  void a_limit_of_a_user_in_a_conversation_counts_each_conversation_for_itself() {
    var limit = LimitName.NEW_ACCOUNT_SEND;
    var buckets = new Buckets(config, NO_TENANTS, meters);
    var here = new Subject(ANN, new ConversationId("here"));
    for (int i = 0; i < limit.usual().burst(); i++) {
      assertThat(buckets.take(limit, here)).isZero();
    }
    assertThat(buckets.take(limit, here)).isPositive();
    assertThat(buckets.take(limit, new Subject(ANN, new ConversationId("there")))).isZero();
  }

  @Test
  void what_is_given_back_can_be_taken_again_and_no_more() {
    var buckets = new Buckets(config, NO_TENANTS, meters);
    var ann = Subject.of(ANN);
    buckets.giveBack(LimitName.SEND, ann);
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take(LimitName.SEND, ann)).isZero();
    }
    buckets.giveBack(LimitName.SEND, ann);
    assertThat(buckets.take(LimitName.SEND, ann)).isZero();
    assertThat(buckets.take(LimitName.SEND, ann)).isPositive();
  }

  @Test
  void a_limit_counts_nobody_who_is_not_of_its_scope() {
    var buckets = new Buckets(config, NO_TENANTS, meters);
    for (var limit : LimitName.values()) {
      var other = limit.scope() == LimitScope.USER ? LimitName.NEW_ACCOUNT_SEND : LimitName.SEND;
      assertThatIllegalArgumentException()
          .as(limit.wire())
          .isThrownBy(() -> buckets.take(limit, subject(other)));
    }
  }

  private static Subject subject(LimitName limit) {
    return limit.scope() == LimitScope.USER
        ? Subject.of(ANN)
        : new Subject(ANN, new ConversationId("here"));
  }

  @Test
  void a_rate_is_read_as_it_is_written_and_nonsense_is_none() {
    for (var text : List.of("30 per 1m", "10 per 1s burst 30", "1 per 3s", "20 per 2h")) {
      assertThat(String.valueOf(Rate.parse(text))).isEqualTo(text);
    }
    for (var text :
        List.of("", "30", "0 per 1s", "1 per 0s", "1 per 25h", "-1 per 1s", "1 per 1s burst 0")) {
      assertThat(Rate.parse(text)).as(text).isNull();
    }
    var usual = LimitsConfig.from(Settings.none());
    for (var limit : LimitName.values()) {
      assertThat(usual.rate(limit)).isEqualTo(limit.usual());
    }
  }

  private static Tenant limited(Rate rate) {
    var policy = new TenantPolicy(Set.of(), Map.of(LimitName.SEND, rate), null, null);
    return new Tenant(
        ACME, "Acme", TenantStatus.ACTIVE, Trust.NONE, policy, List.of(), Instant.EPOCH);
  }
}
