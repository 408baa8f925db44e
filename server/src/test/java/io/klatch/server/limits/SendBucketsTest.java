package io.klatch.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendBucketsTest {
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final UserKey OTHER_ANN = new UserKey(new TenantId("acme"), new UserId("ann"));

  @Test
  void after_the_burst_a_user_waits_at_most_one_turn_and_nobody_else_does() {
    var limiter = new SendBuckets(new LimitsConfig(1, 3));
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.waitToSend(ANN)).isZero();
    }
    assertThat(limiter.waitToSend(ANN)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    assertThat(limiter.waitToSend(OTHER_ANN)).isZero();
  }
}
