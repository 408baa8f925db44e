package io.klatch.domain.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WordFilterTest {
  private static final RoomFilter.Verdict PASS = new RoomFilter.Verdict.Pass();

  @Test
  void whole_words_and_phrases_are_refused_whatever_their_case_and_accents() {
    var filter = words(false, "darn", "free money");
    for (var text : List.of("DARN", "oh, dárn!", "Free   Money?", "get free\nmoney")) {
      assertThat(check(filter, text)).as(text).isInstanceOf(RoomFilter.Verdict.Reject.class);
    }
    for (var text : List.of("darning", "free the money", "money free", "", "hello")) {
      assertThat(check(filter, text)).as(text).isEqualTo(PASS);
    }
  }

  @Test
  void masked_words_keep_their_length_and_their_spaces() {
    var filter = words(true, "darn", "free money");
    assertThat(check(filter, "Darn, free money! 👍"))
        .isEqualTo(new RoomFilter.Verdict.Mask("****, **** *****! 👍"));
    assertThat(check(filter, "fine")).isEqualTo(PASS);
  }

  @Test
  void only_links_to_hosts_that_are_allowed_pass() {
    var filter = links(Set.of("example.com"), Set.of());
    for (var text :
        List.of(
            "see https://example.com/a?b",
            "http://www.example.com",
            "www.example.com.",
            "no link, e.g. this",
            "notexample.com as a word")) {
      assertThat(check(filter, text)).as(text).isEqualTo(PASS);
    }
    for (var text :
        List.of(
            "https://evil.com",
            "HTTPS://EVIL.com/https://example.com",
            "https://example.com.evil.com/",
            "https://example.com@evil.com/",
            "https://notexample.com",
            "www.evil.com",
            "ftp://evil.com")) {
      assertThat(check(filter, text)).as(text).isInstanceOf(RoomFilter.Verdict.Reject.class);
    }
    assertThat(check(links(Set.of(), Set.of()), "https://example.com"))
        .isInstanceOf(RoomFilter.Verdict.Reject.class);
  }

  @Test
  void hosts_that_are_denied_are_refused_however_they_are_written() {
    var filter = links(null, Set.of("evil.com"));
    for (var text :
        List.of("evil.com", "go to Evil.COM/now", "https://a.b.evil.com", "x@evil.com")) {
      assertThat(check(filter, text)).as(text).isInstanceOf(RoomFilter.Verdict.Reject.class);
    }
    for (var text : List.of("evil", "devil.com", "evil.community", "https://example.com")) {
      assertThat(check(filter, text)).as(text).isEqualTo(PASS);
    }
  }

  private static WordFilter words(boolean mask, String... phrases) {
    return new WordFilter(new FilterRules(List.of(phrases), mask, null, Set.of()));
  }

  private static WordFilter links(@Nullable Set<String> allowed, Set<String> denied) {
    return new WordFilter(new FilterRules(List.of(), false, allowed, denied));
  }

  private static RoomFilter.Verdict check(RoomFilter filter, String text) {
    return filter.check(TenantId.DEFAULT, text);
  }
}
