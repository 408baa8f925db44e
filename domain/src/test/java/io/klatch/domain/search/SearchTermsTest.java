package io.klatch.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.search.SearchTerms.Phrase;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTermsTest {
  @Test
  void words_are_found_by_their_beginning_and_single_letters_as_they_are() {
    assertThat(SearchTerms.parse(" Hello wor x ").phrases())
        .containsExactly(
            new Phrase(List.of("hello"), true),
            new Phrase(List.of("wor"), true),
            new Phrase(List.of("x"), false));
  }

  @Test
  void what_is_quoted_or_written_together_is_a_phrase() {
    assertThat(SearchTerms.parse("“good Morning” ann@example.com").phrases())
        .containsExactly(
            new Phrase(List.of("good", "morning"), false),
            new Phrase(List.of("ann", "example", "com"), true));
    assertThat(SearchTerms.parse("日本　東京").phrases())
        .containsExactly(
            new Phrase(List.of("日", "本"), false), new Phrase(List.of("東", "京"), false));
  }

  @Test
  void a_quotation_that_is_not_closed_yet_is_words() {
    assertThat(SearchTerms.parse("\"good mor").phrases())
        .containsExactly(new Phrase(List.of("good"), true), new Phrase(List.of("mor"), true));
  }

  @Test
  void what_has_no_word_looks_for_nothing() {
    assertThat(SearchTerms.parse("*\" ( ) - ^ : NEAR(").phrases())
        .containsExactly(new Phrase(List.of("near"), true));
    assertThat(SearchTerms.parse("\"\" -- !").isEmpty()).isTrue();
  }

  @Test
  void has_256_characters_at_most_and_64_words() {
    assertThat(SearchTerms.isQuery("👍".repeat(256))).isTrue();
    assertThat(SearchTerms.isQuery("a".repeat(257))).isFalse();
    assertThat(SearchTerms.isQuery(" \u200b")).isFalse();
    assertThat(SearchTerms.isQuery("")).isFalse();
    assertThat(SearchTerms.parse("東".repeat(200) + " x").size()).isEqualTo(64);
  }
}
