package io.klatch.domain.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrivacyTest {
  private static final Privacy HIDDEN = new Privacy(false, false, false, false);
  private static final Privacy TIT_FOR_TAT = new Privacy(true, true, true, true);

  @Test
  void who_has_never_chosen_shows_everything_to_everybody() {
    assertThat(shown(Privacy.OPEN, HIDDEN)).containsOnly(true);
  }

  @Test
  void who_hides_shows_nothing_to_anybody() {
    assertThat(shown(HIDDEN, Privacy.OPEN)).containsOnly(false);
  }

  @Test
  void who_is_reciprocal_shows_to_those_who_show_the_same() {
    assertThat(shown(TIT_FOR_TAT, Privacy.OPEN)).containsOnly(true);
    assertThat(shown(TIT_FOR_TAT, HIDDEN)).containsOnly(false);
    assertThat(shown(TIT_FOR_TAT, new Privacy(true, false, true, false)))
        .containsExactly(true, false, true);
  }

  @Test
  void a_change_leaves_what_it_does_not_name() {
    assertThat(new PrivacyChange(false, null, null, null).of(Privacy.OPEN))
        .isEqualTo(new Privacy(false, true, true, false));
    assertThat(new PrivacyChange(null, null, null, null).of(HIDDEN)).isEqualTo(HIDDEN);
  }

  private static boolean[] shown(Privacy user, Privacy viewer) {
    return new boolean[] {
      user.showsReadReceiptsTo(viewer), user.showsTypingTo(viewer), user.showsLastSeenTo(viewer)
    };
  }
}
