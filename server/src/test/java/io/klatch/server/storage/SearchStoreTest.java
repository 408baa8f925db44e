package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static io.klatch.server.storage.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.search.MessageSearch.Entry;
import io.klatch.domain.search.MessageSearch.Page;
import io.klatch.domain.search.SearchMessages;
import io.klatch.domain.search.SearchTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Search on real files: the database and the index beside it.
class SearchStoreTest {
  @TempDir private Path folder;
  private StoreFixture fixture;
  private SearchStore search;
  private ConversationId room;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    search = new SearchStore(fixture.store);
    room = fixture.group("c1", ANN, BOB);
  }

  @AfterEach
  void close() {
    search.close();
    fixture.close();
  }

  @Nested
  class A_query {
    @Test
    void finds_messages_with_all_its_words_by_their_beginnings_newest_first() {
      say("The quick brown fox");
      say("a fox, quickly");
      say("a quick dog");
      assertThat(found(ANN, "fox qui")).containsExactly("a fox, quickly", "The quick brown fox");
      assertThat(found(ANN, "FOX BROWN")).containsExactly("The quick brown fox");
      assertThat(found(ANN, "ox")).isEmpty();
      assertThat(found(ANN, "q")).isEmpty();
    }

    @Test
    void finds_a_quotation_word_for_word() {
      say("good morning all");
      say("morning, good all");
      assertThat(found(ANN, "\"good morning\"")).containsExactly("good morning all");
      assertThat(found(ANN, "\"good morn\"")).isEmpty();
    }

    @Test
    void finds_accents_scripts_without_spaces_emojis_and_addresses() {
      say("Café Ünlü");
      say("明日は東京都へ行く");
      say("중학교 앞에서");
      say("done 👩‍💻 🎉");
      say("write to ann@example.com");
      assertThat(found(ANN, "cafe ünl")).hasSize(1);
      assertThat(found(ANN, "東京")).hasSize(1);
      assertThat(found(ANN, "都東")).isEmpty();
      assertThat(found(ANN, "학교")).hasSize(1);
      assertThat(found(ANN, "👩‍💻")).hasSize(1);
      assertThat(found(ANN, "🎉")).hasSize(1);
      assertThat(found(ANN, "Example.co")).hasSize(1);
    }

    @Test
    void is_never_malformed() {
      say("x");
      caughtUp();
      var pieces =
          List.of(
              "\"", "*", "(", ")", "AND", "OR", "NOT", "NEAR(", "^", "-", ":", "text:", "{", "}",
              "+", "a", "_", "'", ";", "\\", "%", "é", "東", "👍", "\u200d", "\ud800", "\0", " ",
              "\n", "”", "1z_");
      var random = new Random(7);
      for (var i = 0; i < 500; i++) {
        var query = new StringBuilder();
        for (var piece = random.nextInt(1, 12); piece > 0; piece--) {
          query.append(pieces.get(random.nextInt(pieces.size())));
        }
        assertThat(page(ANN, query.toString()).hasMore()).as(query.toString()).isFalse();
      }
    }

    @Test
    void narrows_by_conversation_sender_and_time() {
      var other = fixture.direct("c2", ANN, EVE);
      say("hello of ann");
      fixture.send(BOB, room, "hello of bob");
      fixture.send(EVE, other, "hello of eve");
      var late = NOW.plusSeconds(60);
      var _ = fixture.store.messages().append(new SendMessage(ANN, room, "hello late", null), late);
      caughtUp();
      var terms = SearchTerms.parse("hello");
      assertThat(texts(new SearchMessages(ANN, terms, other, null, null, null, null, 9)))
          .containsExactly("hello of eve");
      assertThat(texts(new SearchMessages(ANN, terms, null, BOB.user(), null, null, null, 9)))
          .containsExactly("hello of bob");
      assertThat(texts(new SearchMessages(ANN, terms, null, null, late, null, null, 9)))
          .containsExactly("hello late");
      assertThat(texts(new SearchMessages(ANN, terms, null, ANN.user(), null, late, null, 9)))
          .containsExactly("hello of ann");
    }

    @Test
    void is_paged_through_many_conversations_each_message_once() {
      var expected = new ArrayList<String>();
      for (var i = 0; i < 60; i++) {
        var conversation = fixture.group("g" + i, ANN, BOB);
        for (var j = 0; j < 3; j++) {
          fixture.send(BOB, conversation, "news " + i + " " + j);
        }
      }
      for (var j = 0; j < 10; j++) {
        fixture.send(BOB, StoreFixture.id("g5"), "news at last " + j);
      }
      caughtUp();
      fixture
          .committed
          .reversed()
          .forEach(it -> {
            if (it instanceof LogEvent.MessageStored stored) {
              expected.add(stored.message().text());
            }
          });
      // Of so many words that only a few conversations fit into one expression.
      var terms = SearchTerms.parse("new ".repeat(40));
      var seen = new ArrayList<String>();
      LogPosition before = null;
      do {
        var page =
            Objects.requireNonNull(
                search.find(new SearchMessages(ANN, terms, null, null, null, null, before, 7)));
        page.entries().forEach(it -> seen.add(it.message().text()));
        before = page.hasMore() ? page.entries().getLast().position() : null;
      } while (before != null);
      assertThat(seen).isEqualTo(expected);
    }
  }

  @Nested
  class Who_searches {
    @Test
    void finds_nothing_of_a_conversation_they_are_not_in_now() {
      say("secret");
      assertThat(found(ANN, "secret")).hasSize(1);
      assertThat(found(BOB, "secret")).hasSize(1);
      assertThat(found(EVE, "secret")).isEmpty();
      var _ = fixture.store.members().remove(new MemberAct(ANN, room, null), BOB.user());
      assertThat(now(BOB, "secret")).isEmpty();
      var _ = fixture.store.members().add(new MemberAct(ANN, room, null), List.of(EVE.user()), 10);
      assertThat(now(EVE, "secret")).hasSize(1);
      var named = new SearchMessages(BOB, SearchTerms.parse("x"), room, null, null, null, null, 9);
      assertThat(search.find(named)).isNull();
    }

    @Test
    void finds_nothing_of_another_tenant_with_the_same_ids() {
      var twin = new UserKey(new TenantId("evil"), ANN.user());
      say("secret");
      fixture.group("c1", twin, new UserKey(twin.tenant(), new UserId("zoe")));
      fixture.send(twin, room, "secret of evil");
      assertThat(found(ANN, "secret")).containsExactly("secret");
      assertThat(found(twin, "secret")).containsExactly("secret of evil");
    }

    @Test
    void finds_deleted_messages_no_more_though_the_index_has_them_still() {
      say("for all");
      say("for me");
      caughtUp();
      var _ = fixture.store.messageChanges().delete(target(1));
      var _ = fixture.store.messageChanges().hide(target(2));
      assertThat(now(ANN, "for")).isEmpty();
      assertThat(now(BOB, "for")).containsExactly("for me");
    }

    @Test
    void finds_an_edited_message_by_what_it_says_now() {
      say("hello wrold");
      caughtUp();
      var _ = fixture.store.messageChanges().edit(target(1), MessageEdit.to("hello world"));
      assertThat(found(BOB, "world")).containsExactly("hello world");
      assertThat(found(BOB, "wrold")).isEmpty();
    }
  }

  @Nested
  class The_index {
    @Test
    void goes_on_where_it_was_after_a_restart() throws SQLException {
      say("before");
      caughtUp();
      search.close();
      say("between");
      try (var index = index()) {
        assertThat(index.position()).isEqualTo(2);
      }
      search = new SearchStore(fixture.store);
      assertThat(found(ANN, "be")).containsExactly("between", "before");
    }

    @Test
    void is_the_same_when_it_is_told_twice() throws SQLException {
      say("one");
      say("two");
      var _ = fixture.store.messageChanges().edit(target(1), MessageEdit.to("three"));
      var _ = fixture.store.messageChanges().delete(target(2));
      search.close();
      try (var index = index()) {
        for (var round = 0; round < 3; round++) {
          for (var upTo = 1; upTo <= 5; upTo++) {
            var after = upTo - 1;
            index.add(
                fixture.store.readers().read("feed", it -> SearchFeed.read(it, after, after + 1L)),
                upTo);
          }
        }
      }
      search = new SearchStore(fixture.store);
      assertThat(found(ANN, "three")).containsExactly("three");
      assertThat(indexed("select count(*) from words")).isEqualTo(1);
    }

    @Test
    void is_made_anew_when_it_is_missing_damaged_or_of_another_database() throws Exception {
      say("hello");
      caughtUp();
      for (var loss : List.of("deleted", "damaged", "foreign", "ahead", "old")) {
        search.close();
        lose(loss);
        search = new SearchStore(fixture.store);
        assertThat(found(ANN, "hello")).as(loss).containsExactly("hello");
      }
    }

    @Test
    void is_made_anew_while_it_runs_when_it_proves_damaged() throws IOException {
      say("hello");
      caughtUp();
      search.close();
      var file = folder.resolve("search.db");
      var head = fixture.store.log().head().value();
      var follower = new SearchFollower(fixture.store);
      try {
        await("it is open", () -> follower.position() == head);
        var key = key(file);
        // Kept, so that its place on the disk is not given to the new one.
        Files.createLink(folder.resolve("kept.db"), file);
        follower.distrust();
        await(
            "it is another file, and full",
            () -> !Objects.equals(key(file), key) && follower.position() == head);
        var query =
            new SearchMessages(ANN, SearchTerms.parse("hello"), null, null, null, null, null, 9);
        var page = follower.readers().read("search", it -> texts(SearchSql.find(it, query)));
        assertThat(page).containsExactly("hello");
      } finally {
        follower.close();
      }
    }

    @Test
    void holds_no_word_of_what_was_deleted_or_edited_away() throws SQLException {
      say("hunter2");
      caughtUp();
      var _ = fixture.store.messageChanges().delete(target(1));
      caughtUp();
      assertThat(indexed("select count(*) from words")).isZero();
    }

    @Test
    void loses_what_was_removed_from_the_database_without_a_word_in_the_log() throws SQLException {
      say("old");
      say("new");
      caughtUp();
      search.close();
      fixture
          .store
          .writer()
          .write(batch ->
              batch.statements().get("delete from messages where seq = 1").executeUpdate());
      try (var index = index()) {
        var sweep = new SearchSweep(fixture.store.readers());
        for (var round = 0; round < 3; round++) {
          sweep.round(index);
        }
        assertThat(index.after(0, 9)).containsExactly(3L);
      }
    }

    @Test
    void is_sought_and_not_read_through() {
      say("hello");
      assertThat(found(ANN, "hello")).hasSize(1);
      var one =
          new SearchMessages(ANN, SearchTerms.parse("x"), room, BOB.user(), null, null, null, 9);
      assertThat(search.find(one)).isNotNull();
      List<String> searched = search.readers().read("plans", QueryPlanTest::scans);
      assertThat(searched).isNotEmpty().allMatch(it -> it.startsWith("SCAN w VIRTUAL TABLE INDEX"));
      List<String> feed = fixture.store.readers().read("plans", QueryPlanTest::scans);
      assertThat(feed).isEmpty();
    }
  }

  private void lose(String how) throws IOException, SQLException {
    var file = folder.resolve("search.db");
    switch (how) {
      case "deleted" -> Files.delete(file);
      case "damaged" ->
          Files.writeString(file, "this is not an index, and long enough. ".repeat(200));
      case "foreign" -> change("update progress set epoch = 'other'");
      case "ahead" -> change("update progress set pos = 1000");
      default -> change("update progress set format = 0");
    }
  }

  private void change(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(SqlDialect.url(folder.resolve("search.db")));
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private long indexed(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(SqlDialect.url(folder.resolve("search.db")));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private SearchIndex index() throws SQLException {
    var log = fixture.store.log();
    return SearchIndex.open(
        folder.resolve("search.db"), SqlDialect.SQLITE, log.epoch(), log.head().value());
  }

  private void say(String text) {
    fixture.send(ANN, room, text);
  }

  private MessageTarget target(long seq) {
    return new MessageTarget(ANN, room, new Seq(seq), null);
  }

  private List<String> found(UserKey reader, String query) {
    caughtUp();
    return now(reader, query);
  }

  private List<String> now(UserKey reader, String query) {
    return texts(page(reader, query));
  }

  private Page page(UserKey reader, String query) {
    return Objects.requireNonNull(
        search.find(
            new SearchMessages(
                reader, SearchTerms.parse(query), null, null, null, null, null, 50)));
  }

  private List<String> texts(SearchMessages query) {
    return texts(Objects.requireNonNull(search.find(query)));
  }

  private static List<String> texts(@Nullable Page page) {
    return Objects.requireNonNull(page).entries().stream()
        .map(Entry::message)
        .map(it -> it.text())
        .toList();
  }

  private void caughtUp() {
    await("the index has caught up", () -> search.behind() == 0);
  }

  private static void await(String what, BooleanSupplier happened) {
    var end = System.nanoTime() + 10_000_000_000L;
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen in 10 s: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /// Null while there is no file.
  private static @Nullable Object key(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException _) {
      return null;
    }
  }
}
