package io.klatch.domain.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void a_lone_surrogate_or_a_nul_cannot_be_stored() {
    assertThat(Text.isStorable("a\ud83d")).isFalse();
    assertThat(Text.isStorable("\ude00a")).isFalse();
    assertThat(Text.isStorable("\ud83da")).isFalse();
    assertThat(Text.isStorable("a\0b")).isFalse();
    assertThat(Text.isStorable("a\ud83d\ude00\nb")).isTrue();
  }

  @Test
  void white_space_and_zero_width_characters_are_not_visible() {
    assertThat(Text.hasVisible(" \t\n\u00a0\u200b\ufeff\u2028")).isFalse();
    assertThat(Text.hasVisible(" x ")).isTrue();
    assertThat(Text.hasVisible("\ud83d\ude00")).isTrue();
  }

  @Test
  void bytes_are_of_utf8_and_characters_are_code_points() {
    assertThat(Text.utf8Bytes("ä\ud83d\ude00")).isEqualTo(6);
    assertThat(Text.characters("ä\ud83d\ude00")).isEqualTo(2);
  }
}
