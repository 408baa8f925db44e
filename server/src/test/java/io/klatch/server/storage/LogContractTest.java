package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static io.klatch.server.storage.StoreFixture.id;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the log of every database behind the ports must do.
class LogContractTest {
  private static final LogPosition FAR = new LogPosition(Long.MAX_VALUE);

  @TempDir private Path folder;
  private StoreFixture fixture;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void holds_what_was_committed_in_that_order() {
    write();
    var missed = fixture.store.log().missed(ANN, LogPosition.START, FAR, 100);
    assertThat(missed).isEqualTo(fixture.committed);
    assertThat(missed).extracting(it -> it.position().value()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(4));
  }

  @Test
  void is_read_between_two_positions_wholly_or_not_at_all() {
    write();
    assertThat(positions(ANN, 1, 3, 100)).containsExactly(2L, 3L);
    assertThat(positions(ANN, 0, 4, 4)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(fixture.store.log().missed(ANN, LogPosition.START, new LogPosition(4), 3)).isNull();
    assertThat(fixture.store.log().missed(ANN, LogPosition.START, new LogPosition(4), 1)).isNull();
    assertThat(positions(ANN, 4, 4, 100)).isEmpty();
  }

  @Test
  void shows_a_user_only_the_conversations_they_are_in() {
    write();
    assertThat(positions(EVE, 0, 4, 100)).containsExactly(2L, 4L);
    assertThat(positions(StoreFixture.user("zoe"), 0, 4, 100)).isEmpty();
  }

  @Test
  void shows_a_conversation_as_it_was_opened_however_far_it_has_got() {
    write();
    var opened =
        (LogEvent.ConversationOpened)
            requireNonNull(fixture.store.log().missed(ANN, LogPosition.START, FAR, 100)).getFirst();
    assertThat(opened.conversation().lastSeq()).isEqualTo(Seq.NONE);
    assertThat(opened.conversation().lastMessage()).isNull();
  }

  @Test
  void goes_on_after_a_restart_under_the_same_epoch() {
    write();
    var epoch = fixture.store.log().epoch();
    fixture.close();
    open();
    assertThat(fixture.store.log().epoch()).isEqualTo(epoch).matches("e[0-9a-f]{12}");
    assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(4));
    fixture.send(ANN, id("c1"), "again");
    assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(5));
  }

  @Test
  void has_no_entry_for_a_repeat() {
    write();
    fixture.append(ANN, id("c1"), "a", "m1");
    fixture.append(ANN, id("c1"), "a", "m1");
    assertThat(fixture.store.log().head()).isEqualTo(new LogPosition(5));
  }

  private void write() {
    fixture.group("c1", ANN, BOB);
    fixture.group("c2", ANN, EVE);
    fixture.send(ANN, id("c1"), "to c1");
    fixture.send(EVE, id("c2"), "to c2");
  }

  private List<Long> positions(UserKey user, long after, long upTo, int limit) {
    var log = fixture.store.log();
    return requireNonNull(log.missed(user, new LogPosition(after), new LogPosition(upTo), limit))
        .stream()
        .map(it -> it.position().value())
        .toList();
  }
}
