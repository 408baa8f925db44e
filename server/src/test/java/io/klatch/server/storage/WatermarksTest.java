package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.privacy.PrivacyChange;
import io.klatch.domain.receipt.Inbox;
import io.klatch.domain.receipt.Marks;
import io.klatch.domain.receipt.Moved;
import io.klatch.domain.receipt.Receipts;
import io.klatch.domain.receipt.UpTo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Invariant I5: marks never go backwards nor past the last message, and what is unread is what a
/// recount finds.
class WatermarksTest {
  private static final List<UserKey> USERS = List.of(ANN, BOB, EVE);
  private static final int OPERATIONS = 400;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void hold_whatever_members_do_in_whatever_order(long seed) {
    var run = new Run(new Random(seed), folder.resolve("s" + seed));
    try {
      for (var i = 0; i < OPERATIONS; i++) {
        run.step();
      }
    } finally {
      run.fixture.close();
    }
  }

  @Test
  void of_a_member_are_written_once_however_often_they_move() {
    try (var fixture = new StoreFixture(folder)) {
      var conversation = fixture.group("c1", ANN, BOB);
      for (var i = 0; i < 100; i++) {
        fixture.send(ANN, conversation, "x");
      }
      var receipts = receipts(fixture, new ArrayList<>());
      for (var i = 1; i <= 100; i++) {
        receipts.read(BOB, List.of(new UpTo(conversation, new Seq(i))));
      }
      var watermarks = (JdbcWatermarkStore) fixture.store.watermarks();
      watermarks.write();
      assertThat(watermarks.pending()).isZero();
      long rows =
          fixture
              .store
              .readers()
              .read(
                  "rows",
                  statements -> {
                    try (var found =
                        statements.get("select count(*) from watermarks").executeQuery()) {
                      found.next();
                      return found.getLong(1);
                    }
                  });
      assertThat(rows).isEqualTo(2);
    }
  }

  @Test
  void of_senders_are_found_again_after_a_crash() throws Exception {
    try (var fixture = new StoreFixture(folder)) {
      var conversation = fixture.group("c1", ANN, BOB);
      fixture.send(ANN, conversation, "one");
      fixture.send(BOB, conversation, "two");
      fixture.store.privacy().change(BOB, new PrivacyChange(false, null, null, null));
      ((JdbcWatermarkStore) fixture.store.watermarks()).write();
      // As if the last second had not been written.
      fixture
          .store
          .writer()
          .write(batch -> {
            batch.statements().get("delete from watermarks").executeUpdate();
            batch
                .statements()
                .get("delete from meta where name = 'watermarks_pos'")
                .executeUpdate();
            return true;
          });
    }
    try (var fixture = new StoreFixture(folder)) {
      assertThat(marks(fixture, ANN)).isEqualTo(Marks.readUpTo(new Seq(1)));
      assertThat(marks(fixture, BOB)).isEqualTo(Marks.readInPrivateUpTo(new Seq(2)));
    }
  }

  @Test
  void of_who_joins_begin_where_they_joined() {
    try (var fixture = new StoreFixture(folder)) {
      var conversation = fixture.group("c1", ANN, BOB);
      fixture.send(ANN, conversation, "before");
      var act = new MemberAct(ANN, conversation, null);
      fixture.store.members().add(act, List.of(EVE.user()), 10);
      assertThat(marks(fixture, EVE)).isEqualTo(Marks.readInPrivateUpTo(new Seq(1)));
      fixture.send(ANN, conversation, "after");
      var unread = new Inbox(fixture.store.unread()).of(EVE, List.of(conversation));
      assertThat(Objects.requireNonNull(unread.get(conversation)).count()).isEqualTo(1);
    }
  }

  @Test
  void say_of_what_is_read_that_it_was_delivered_whatever_was_stored() {
    assertThat(new Marks(new Seq(2), Seq.NONE, Seq.NONE)).isEqualTo(Marks.readUpTo(new Seq(2)));
    assertThat(new Marks(Seq.NONE, new Seq(1), new Seq(3)))
        .isEqualTo(Marks.readInPrivateUpTo(new Seq(3)));
    assertThat(Marks.readUpTo(new Seq(2)).max(Marks.deliveredUpTo(new Seq(4))).read())
        .isEqualTo(new Seq(2));
  }

  private static Marks marks(StoreFixture fixture, UserKey user) {
    var conversation = StoreFixture.id("c1");
    return Objects.requireNonNull(
            fixture
                .store
                .watermarks()
                .standings(user, Map.of(conversation, Seq.NONE))
                .get(conversation))
        .marks();
  }

  private static Receipts receipts(StoreFixture fixture, List<Moved> moves) {
    return new Receipts(fixture.store.watermarks(), fixture.store.privacy(), moves::add);
  }

  /// One run against a real store, with a model that knows nothing of how it is stored.
  private static final class Run {
    private final Random random;
    private final Path folder;
    private final List<ConversationId> conversations;
    private final Map<ConversationId, List<UserId>> senders = new HashMap<>();
    private final Map<String, Long> readUpTo = new HashMap<>();
    private final List<Moved> moves = new ArrayList<>();
    StoreFixture fixture;
    private Receipts receipts;

    Run(Random random, Path folder) {
      this.random = random;
      this.folder = folder;
      this.fixture = new StoreFixture(folder);
      this.receipts = receipts(fixture, moves);
      this.conversations =
          List.of(fixture.group("c1", ANN, BOB, EVE), fixture.group("c2", ANN, BOB, EVE));
    }

    void step() {
      var user = USERS.get(random.nextInt(USERS.size()));
      var conversation = conversations.get(random.nextInt(conversations.size()));
      var sent = senders.computeIfAbsent(conversation, _ -> new ArrayList<>());
      var upTo = random.nextInt(sent.size() + 3);
      var receipt = List.of(new UpTo(conversation, new Seq(upTo)));
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          fixture.send(user, conversation, "x");
          sent.add(user.user());
          read(user, conversation, sent.size());
        }
        case 3, 4, 5 -> {
          receipts.read(user, receipt);
          read(user, conversation, Math.min(upTo, sent.size()));
        }
        case 6 -> receipts.delivered(user, receipt);
        case 7 -> fixture.store.privacy().change(user, privacy());
        case 8 -> ((JdbcWatermarkStore) fixture.store.watermarks()).write();
        default -> {
          if (random.nextInt(10) == 0) {
            fixture.close();
            fixture = new StoreFixture(folder);
            receipts = receipts(fixture, moves);
          }
        }
      }
      check();
    }

    private void read(UserKey user, ConversationId conversation, long upTo) {
      readUpTo.merge(user.user() + " " + conversation, upTo, Math::max);
    }

    private PrivacyChange privacy() {
      return new PrivacyChange(random.nextBoolean(), null, null, null);
    }

    private void check() {
      for (var moved : moves) {
        assertThat(moved.after().marks())
            .isEqualTo(moved.after().marks().max(moved.before().marks()));
        assertThat(moved.after().marks().delivered()).isLessThanOrEqualTo(moved.after().lastSeq());
        assertThat(moved.after().marks().readByMember())
            .isLessThanOrEqualTo(moved.after().marks().delivered());
      }
      moves.clear();
      for (var user : USERS) {
        var found = new Inbox(fixture.store.unread()).of(user, conversations);
        for (var conversation : conversations) {
          assertThat(Objects.requireNonNull(found.get(conversation)).count())
              .as("%s in %s", user.user(), conversation)
              .isEqualTo(recount(user, conversation));
        }
      }
    }

    private long recount(UserKey user, ConversationId conversation) {
      var read = readUpTo.getOrDefault(user.user() + " " + conversation, 0L);
      return senders.getOrDefault(conversation, List.of()).stream()
          .skip(read)
          .filter(sender -> !sender.equals(user.user()))
          .count();
    }
  }
}
