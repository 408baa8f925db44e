package io.klatch.domain.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void an_id_of_128_bytes_is_accepted_and_of_129_refused() {
    assertThat(new UserId("é".repeat(64)).value()).hasSize(64);
    assertThatThrownBy(() -> new UserId("é".repeat(64) + "x"))
        .hasMessage("user id is longer than 128 bytes");
  }

  @Test
  void an_empty_id_is_refused() {
    assertThatThrownBy(() -> new TenantId("")).hasMessageContaining("tenant id is empty");
  }

  @Test
  void an_id_with_a_line_break_cannot_reach_a_log() {
    assertThatThrownBy(() -> new UserId("ann\nlevel=error"))
        .hasMessageContaining("control character");
  }
}
