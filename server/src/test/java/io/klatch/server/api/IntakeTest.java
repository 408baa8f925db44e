package io.klatch.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final Intake intake = new Intake();

  @Test
  void a_closed_intake_lets_nobody_in() throws InterruptedException {
    assertThat(intake.enter()).isTrue();
    intake.leave();
    assertThat(intake.close(Duration.ZERO)).isTrue();
    assertThat(intake.enter()).isFalse();
  }

  @Test
  void closing_waits_for_who_is_inside() throws InterruptedException {
    intake.enter();
    assertThat(intake.close(Duration.ofMillis(1))).isFalse();
    intake.leave();
    assertThat(intake.close(Duration.ofMillis(1))).isTrue();
  }
}
