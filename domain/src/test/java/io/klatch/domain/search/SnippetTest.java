package io.klatch.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SnippetTest {
  @Test
  void of_a_short_text_is_all_of_it_with_every_place_marked() {
    var snippet = of("Hello world, said the worldly man", "world hel");
    assertThat(snippet.text()).isEqualTo("Hello world, said the worldly man");
    assertThat(marked(snippet)).containsExactly("Hello", "world", "worldly");
  }

  @Test
  void of_a_long_text_begins_shortly_before_the_first_place_and_ends_at_a_word() {
    var text = "before ".repeat(50) + "here it is, " + "after ".repeat(50);
    var snippet = of(text, "\"here it\" after");
    assertThat(snippet.text()).startsWith("…before before").endsWith("after…");
    assertThat(snippet.text().length()).isBetween(120, Snippet.LENGTH_MAX + 2);
    assertThat(marked(snippet)).startsWith("here it", "after");
  }

  @Test
  void never_cuts_a_character_in_two() {
    var snippet = of("x" + "𝒳".repeat(500), "xx");
    assertThat(snippet.text()).hasSize(160).endsWith("𝒳…");
    assertThat(marked(snippet)).containsExactly("x" + "𝒳".repeat(79));
  }

  @Test
  void marks_phrases_that_overlap_as_one_and_not_too_many() {
    assertThat(marked(of("東京都庁", "東京 京都"))).containsExactly("東京都");
    assertThat(of("a ".repeat(70), "a").highlights()).hasSize(Snippet.HIGHLIGHTS_MAX);
  }

  @Test
  void is_none_where_not_all_is_said() {
    assertThat(Snippet.of("hello", SearchTerms.parse("hello world"))).isNull();
    assertThat(Snippet.of("world hello", SearchTerms.parse("\"hello world\""))).isNull();
    assertThat(Snippet.of("", SearchTerms.parse("hello"))).isNull();
    assertThat(Snippet.of("hello", SearchTerms.parse("-"))).isNull();
  }

  private static Snippet of(String text, String query) {
    return Objects.requireNonNull(Snippet.of(text, SearchTerms.parse(query)));
  }

  private static List<String> marked(Snippet snippet) {
    return snippet.highlights().stream()
        .map(it -> snippet.text().substring(it.start(), it.end()))
        .toList();
  }
}
