package io.klatch.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.ReadSeen;
import io.klatch.domain.receipt.Receipts;
import io.klatch.domain.receipt.UpTo;
import io.klatch.domain.typing.Typing;
import io.klatch.domain.typing.TypingBoard;
import io.klatch.domain.typing.TypingKind;
import io.klatch.domain.typing.TypingResult;
import io.klatch.domain.typing.TypingVisibility;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a message and a receipt cost does not grow with the members of a conversation. Run with
/// `-Dreceipts.curve=true` it prints what they take, a row for each size.
class CostPerMemberTest {
  private static final int ROUNDS = 200;

  private static final String TABLES =
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'";

  private static final TypingVisibility EVERYBODY_SEES_ALL =
      new TypingVisibility() {
        @Override
        public boolean shows(UserKey user) {
          return true;
        }

        @Override
        public Set<UserId> hiddenFrom(UserKey user, ConversationKey conversation) {
          return Set.of();
        }
      };

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000, 10_000})
  void a_message_and_a_receipt_are_one_row_each_and_unread_two_reads_for_500_members(int size) {
    try (var fixture = new StoreFixture(folder)) {
      var members = IntStream.range(0, size).mapToObj(i -> StoreFixture.user("u" + i)).toList();
      var sender = members.getFirst();
      var conversation = fixture.group("c1", members.toArray(UserKey[]::new));
      var store = fixture.store;
      var watermarks = (JdbcWatermarkStore) store.watermarks();
      var receipts = new Receipts(watermarks, store.privacy(), _ -> {});

      var allRows = allRows(store);
      fixture.send(sender, conversation, "one");
      watermarks.write();
      assertThat(allRows(store) - allRows)
          .as("the message, its sender's marks, and once how far these are written")
          .isEqualTo(3);
      assertThat(rows(store, "messages")).isEqualTo(1);
      assertThat(rows(store, "watermarks")).isEqualTo(1);

      receipts.read(members.get(1), List.of(new UpTo(conversation, new Seq(1))));
      watermarks.write();
      assertThat(rows(store, "watermarks")).isEqualTo(2);

      var all = members.stream().map(it -> MemberKey.of(it, conversation)).toList();
      var reads = store.reads();
      var unread = store.unread().unread(all);
      var statements = (size + WatermarkRows.KEYS_MAX - 1) / WatermarkRows.KEYS_MAX;
      assertThat(store.reads() - reads).isLessThanOrEqualTo(2L * statements);
      assertThat(unread.values().stream().filter(it -> it.count() == 1)).hasSize(size - 2);

      fixture.send(sender, conversation, "two");
      reads = store.reads();
      receipts.read(members.get(1), List.of(new UpTo(conversation, new Seq(2))));
      assertThat(store.reads()).as("the marks are in memory").isEqualTo(reads);
      if (Boolean.getBoolean("receipts.curve")) {
        print(fixture, members, receipts);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000, 10_000})
  void a_typing_change_is_no_row_and_at_most_one_read(int size) {
    try (var fixture = new StoreFixture(folder)) {
      var members = IntStream.range(0, size).mapToObj(i -> StoreFixture.user("u" + i)).toList();
      var conversation = fixture.group("c1", members.toArray(UserKey[]::new));
      var store = fixture.store;
      var board = new TypingBoard(InstantSource.system(), (_, _) -> {});
      var typing = new Typing(board, store.memberships(), EVERYBODY_SEES_ALL);
      var rows = allRows(store);
      var reads = store.reads();

      assertThat(typing.start(identity(members.getFirst()), conversation, TypingKind.TEXT))
          .isInstanceOf(TypingResult.Heard.class);
      typing.stop(identity(members.getFirst()), conversation);

      assertThat(store.reads() - reads).isLessThanOrEqualTo(1);
      assertThat(allRows(store)).isEqualTo(rows);
    }
  }

  private static Identity identity(UserKey user) {
    return new Identity(
        user.tenant(), user.user(), "u", Set.of(), Set.of(), null, null, Instant.MAX);
  }

  private static long allRows(Store store) {
    return store
        .readers()
        .read(
            "tables",
            statements -> {
              var rows = 0L;
              try (var tables = statements.get(TABLES).executeQuery()) {
                while (tables.next()) {
                  rows += rows(statements, tables.getString(1));
                }
              }
              return rows;
            });
  }

  private static long rows(Statements statements, String table) throws SQLException {
    try (var found = statements.get("select count(*) from " + table).executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  private static long rows(Store store, String table) {
    return store.readers().read("rows", statements -> rows(statements, table));
  }

  private static void print(StoreFixture fixture, List<UserKey> members, Receipts receipts) {
    var conversation = StoreFixture.id("c1");
    var reader = members.get(1);
    var store = fixture.store;
    var all = members.stream().map(it -> MemberKey.of(it, conversation)).toList();
    var line =
        String.format(
            Locale.ROOT,
            "%6d members: message %.0f µs, receipt %.1f µs, seen by %.0f µs, unread of one member %.2f µs",
            members.size(),
            micros(ROUNDS, () -> fixture.send(members.getFirst(), conversation, "x")),
            micros(
                ROUNDS,
                new Runnable() {
                  private int upTo = 2;

                  @Override
                  public void run() {
                    receipts.read(reader, List.of(new UpTo(conversation, new Seq(++upTo))));
                  }
                }),
            micros(
                20,
                () ->
                    receipts.seen(new ReadSeen(reader, conversation, new Seq(1), true, 50, null))),
            micros(5, () -> store.unread().unread(all)) / members.size());
    System.out.println(line);
  }

  private static double micros(int rounds, Runnable work) {
    work.run();
    var start = System.nanoTime();
    for (var i = 0; i < rounds; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e3 / rounds;
  }
}
