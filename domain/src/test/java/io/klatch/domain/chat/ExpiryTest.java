package io.klatch.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.UnavailableException;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private int left;
  private int behindAfter = Integer.MAX_VALUE;
  private int batches;

  @Test
  void a_round_deletes_batch_by_batch_until_nothing_is_left() {
    left = 250;
    assertThat(round()).isEqualTo(250);
    assertThat(batches).isEqualTo(3);
  }

  @Test
  void a_round_has_an_end() {
    left = 5_000;
    assertThat(round()).isEqualTo(Expiry.ROUND_MAX);
  }

  @Test
  void it_stops_while_delivery_is_behind() {
    left = 500;
    behindAfter = 2;
    assertThat(round()).isEqualTo(200);
  }

  @Test
  void a_store_that_cannot_is_asked_again_with_the_next_round() {
    var expiry =
        new Expiry(
            _ -> {
              throw new UnavailableException("full");
            },
            () -> true);
    assertThat(expiry.round()).isZero();
  }

  private int round() {
    var expiry =
        new Expiry(
            max -> {
              batches++;
              var some = Math.min(max, left);
              left -= some;
              return some;
            },
            () -> batches < behindAfter);
    return expiry.round();
  }
}
