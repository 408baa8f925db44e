package io.klatch.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Message;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.search.MessageSearch.Entry;
import io.klatch.domain.search.MessageSearch.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SearchingTest {
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));

  private Duration wait = Duration.ZERO;
  private @Nullable Page page = Page.EMPTY;
  private final Searching searching =
      new Searching(_ -> page, (limit, _) -> limit == LimitName.SEARCH ? wait : Duration.ZERO);

  @Test
  void shows_where_it_was_said_and_where_the_next_page_begins() {
    page = new Page(List.of(entry(9, "hello"), entry(7, "hello again")), true);
    var found = (SearchResult.Found) search();
    assertThat(found.hits())
        .extracting(it -> it.snippet().text())
        .containsExactly("hello", "hello again");
    assertThat(found.next()).isEqualTo(new LogPosition(7));
  }

  @Test
  void leaves_out_what_was_changed_since_and_says_it_no_more() {
    page = new Page(List.of(entry(9, "hello"), entry(7, "edited")), false);
    var found = (SearchResult.Found) search();
    assertThat(found.hits()).hasSize(1);
    assertThat(found.next()).isNull();
  }

  @Test
  void is_refused_when_it_comes_too_soon_or_is_not_the_readers() {
    page = null;
    assertThat(search()).isEqualTo(new SearchResult.NotFound());
    wait = Duration.ofMillis(300);
    assertThat(search()).isEqualTo(new SearchResult.RateLimited(wait));
  }

  @Test
  void says_so_when_the_index_cannot_be_asked() {
    var broken =
        new Searching(
            _ -> {
              throw new UnavailableException("not now");
            },
            (_, _) -> Duration.ZERO);
    assertThat(broken.search(query())).isEqualTo(new SearchResult.Unavailable());
  }

  private SearchResult search() {
    return searching.search(query());
  }

  private static SearchMessages query() {
    return new SearchMessages(ANN, SearchTerms.parse("hello"), null, null, null, null, null, 20);
  }

  private static Entry entry(long position, String text) {
    var id = new ConversationId("c");
    var message = new Message(id, new Seq(position), ANN.user(), text, null, Instant.EPOCH);
    return new Entry(new LogPosition(position), message);
  }
}
