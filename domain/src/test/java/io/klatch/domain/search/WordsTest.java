package io.klatch.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void are_runs_of_letters_and_digits_without_case_and_accents() {
    assertThat(words("Déjà vu, at 10:30!")).containsExactly("deja", "vu", "at", "10", "30");
    assertThat(words("STRASSE Straße")).containsExactly("strasse", "strasse");
    assertThat(words("ΟΔΟΣ οδός")).containsExactly("οδοσ", "οδοσ");
    assertThat(words("ﬁne ｗｉｄｅ Ⅷ")).containsExactly("fine", "wide", "viii");
    assertThat(words("مُحَمَّد محمد")).containsExactly("محمد", "محمد");
    assertThat(words("हिन्दी")).containsExactly("हिन्दी");
  }

  @Test
  void are_single_characters_where_no_spaces_are_written() {
    assertThat(words("東京へgo")).containsExactly("東", "京", "へ", "go");
    assertThat(words("학교에")).containsExactly("학", "교", "에");
    assertThat(words("ก็")).hasSize(2);
    assertThat(words("が か")).containsExactly("が", "か");
  }

  @Test
  void are_single_emojis_and_symbols_without_what_joins_them() {
    assertThat(words("ok👍🏽")).containsExactly("ok", "👍", "🏽");
    assertThat(words("👩‍💻")).containsExactly("👩", "💻");
    assertThat(words("❤️ ❤")).containsExactly("❤", "❤");
    assertThat(words("5€ a+b")).containsExactly("5", "€", "a", "b");
  }

  @Test
  void hold_nothing_that_means_something_to_an_index() {
    var bad = new ArrayList<String>();
    for (var character = 0; character <= Character.MAX_CODE_POINT; character++) {
      for (var word : words("x" + Character.toString(character) + "y")) {
        if (word.isEmpty() || word.codePoints().anyMatch(WordsTest::meansSomething)) {
          bad.add(Integer.toHexString(character));
        }
      }
    }
    assertThat(bad).isEmpty();
  }

  private static boolean meansSomething(int character) {
    return character < 128 && !Character.isLetterOrDigit(character);
  }

  @Test
  void stand_where_they_were_written() {
    var text = "a 👍 Élan";
    assertThat(Words.of(text).stream().map(it -> text.substring(it.start(), it.end())))
        .containsExactly("a", "👍", "Élan");
  }

  @Test
  void that_are_too_long_are_cut() {
    assertThat(words("é".repeat(1_000))).containsExactly("e".repeat(Words.CHARACTERS_MAX));
    assertThat(words("𝒳".repeat(1_000))).containsExactly("x".repeat(Words.CHARACTERS_MAX));
  }

  @Test
  void are_none_in_a_text_without_any() {
    assertThat(words("")).isEmpty();
    assertThat(words(" … \u200b-- \ud800 ̈")).isEmpty();
  }

  private static List<String> words(String text) {
    return Words.of(text).stream().map(Words.Word::folded).toList();
  }
}
