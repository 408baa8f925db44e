package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.domain.audit.AuditEntry;
import io.klatch.domain.audit.AuditFilter;
import io.klatch.domain.audit.AuditPlace;
import io.klatch.domain.audit.AuditWalk;
import io.klatch.domain.audit.Auditing;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomEvent.Kind;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomLeases;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomRead;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.RoomStore;
import io.klatch.domain.room.RoomTerms;
import io.klatch.domain.room.Rooms;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trail of what happened in rooms, on a real database.
class AuditTest {
  private static final RoomId GENERAL = new RoomId(1);
  private static final RoomId MUSIC = new RoomId(2);
  private static final RoomActor ADMIN = new RoomActor(EVE, "Eve", Role.ADMIN);

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(StoreFixture.NOW);
  private StoreFixture fixture;
  private RoomStore store;
  private Rooms rooms;
  private Auditing auditing;

  @BeforeEach
  void open() {
    InstantSource clock = now::get;
    fixture = new StoreFixture(folder, clock.withZone(ZoneOffset.UTC));
    store = fixture.store.rooms(_ -> {});
    rooms =
        new Rooms(
            store,
            new RoomLeases(Duration.ofSeconds(30), now::get),
            (_, _) -> Duration.ZERO,
            () -> true,
            RoomRules.defaults(),
            new Random(7),
            now::get);
    auditing = new Auditing(fixture.store.audit(), store);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Nested
  @Tag("R14")
  class What_is_kept {
    @Test
    void cannot_be_changed_removed_or_replaced_by_whoever_writes_to_the_database() {
      join(ANN, GENERAL);
      var before = entries(AuditFilter.NONE);
      for (var sql :
          List.of(
              "update room_events set actor_id = 'bob'",
              "update room_events set reason = 'none' where event_no = 1",
              "delete from room_events",
              "delete from room_events where event_no = 1",
              "insert or replace into room_events (tenant_id, room_id, event_no, kind, actor_id,"
                  + " name, created_at) values ('default', 1, 1, 'join', 'bob', 'Bob', 0)",
              "insert into room_events (tenant_id, room_id, event_no, kind, actor_id, name,"
                  + " created_at) values ('default', 1, 1, 'join', 'bob', 'Bob', 0)"
                  + " on conflict (tenant_id, room_id, event_no) do update set actor_id = 'bob'")) {
        assertThatThrownBy(() -> run(sql)).as(sql).hasStackTraceContaining("audit trail");
      }
      assertThat(entries(AuditFilter.NONE)).isEqualTo(before).hasSize(1);
      join(BOB, GENERAL);
      assertThat(entries(AuditFilter.NONE)).hasSize(2);
    }

    @Test
    void is_there_when_the_room_is_closed() {
      var made = rooms.create(actor(ANN), "Mine", null, RoomTerms.of(5), null);
      var room = ((RoomResult.Done) made).room().id();
      rooms.join(actor(ANN), room, RoomMode.VIEWER);
      rooms.close(actor(ANN), room);
      assertThat(kinds(AuditFilter.NONE.in(room)))
          .containsExactly(Kind.CLOSE, Kind.LEAVE, Kind.JOIN, Kind.CREATE);
      // Its owner still reads it, others of the tenant do not.
      assertThat(auditing.page(actor(ANN), AuditFilter.NONE.in(room), 10, null))
          .isInstanceOf(RoomRead.Found.class);
      assertThat(auditing.page(actor(BOB), AuditFilter.NONE.in(room), 10, null))
          .isEqualTo(new RoomRead.NotAllowed<>(Role.MEMBER));
    }
  }

  @Nested
  class Pages {
    @Test
    void are_of_a_room_or_of_the_tenant_the_newest_first_and_none_is_missed_or_repeated() {
      for (var i = 0; i < 12; i++) {
        join(ANN, i % 2 == 0 ? GENERAL : MUSIC);
        leave(ANN, i % 2 == 0 ? GENERAL : MUSIC);
        pass(i % 3 == 0 ? 1 : 0);
      }
      for (var filter : List.of(AuditFilter.NONE, AuditFilter.NONE.in(MUSIC))) {
        var all = entries(filter);
        assertThat(all).hasSize(filter.room() == null ? 24 : 12);
        var paged = new ArrayList<AuditEntry>();
        AuditPlace place = null;
        RoomPage<AuditEntry> page;
        do {
          page = page(filter, 5, place);
          paged.addAll(page.items());
          place = paged.getLast().place();
          join(BOB, GENERAL); // What comes meanwhile is on no further page.
          leave(BOB, GENERAL);
        } while (page.hasMore());
        assertThat(paged).isEqualTo(all);
      }
    }

    @Test
    void have_what_a_filter_lets_through() {
      join(ANN, GENERAL);
      join(BOB, MUSIC);
      pass(10);
      rooms.act(ADMIN, GENERAL, new RoomAct.Mute(ANN.user(), true, "loud"));
      rooms.act(ADMIN, MUSIC, new RoomAct.Kick(BOB.user(), "worse"));
      var start = StoreFixture.NOW;
      assertThat(kinds(filter(EVE, null, null, null, null))).containsExactly(Kind.KICK, Kind.MUTE);
      assertThat(kinds(filter(null, BOB, null, null, null))).containsExactly(Kind.KICK);
      assertThat(kinds(filter(null, null, Kind.JOIN, null, null)))
          .containsExactly(Kind.JOIN, Kind.JOIN);
      assertThat(kinds(filter(null, null, Kind.MUTE, null, null))).containsExactly(Kind.MUTE);
      assertThat(kinds(filter(EVE, ANN, Kind.MUTE, start, start.plusSeconds(11)).in(GENERAL)))
          .containsExactly(Kind.MUTE);
      assertThat(kinds(filter(EVE, null, null, null, null).in(MUSIC))).containsExactly(Kind.KICK);
      assertThat(kinds(filter(null, null, null, start.plusSeconds(10), null))).hasSize(2);
      assertThat(kinds(filter(null, null, null, null, start.plusSeconds(10)))).hasSize(2);
      assertThat(kinds(filter(null, null, null, start.plusSeconds(1), start.plusSeconds(10))))
          .isEmpty();
      var last = page(filter(null, null, null, null, start.plusSeconds(10)), 1, null);
      assertThat(last.hasMore()).isTrue();
    }

    @Test
    void of_another_tenant_show_nothing_of_this_one() {
      join(ANN, GENERAL);
      var acme = new RoomActor(new UserKey(new TenantId("acme"), EVE.user()), "Eve", Role.ADMIN);
      assertThat(auditing.page(acme, AuditFilter.NONE, 10, null))
          .isEqualTo(new RoomRead.Found<>(new RoomPage<AuditEntry>(List.of(), false)));
      assertThat(auditing.page(acme, AuditFilter.NONE.in(GENERAL), 10, null))
          .isEqualTo(new RoomRead.NotFound<>());
      var moderator = new RoomActor(EVE, "Eve", Role.MODERATOR);
      assertThat(auditing.page(moderator, AuditFilter.NONE, 10, null))
          .isEqualTo(new RoomRead.NotAllowed<>(Role.MODERATOR));
      assertThat(auditing.page(moderator, AuditFilter.NONE.in(GENERAL), 10, null))
          .isInstanceOf(RoomRead.Found.class);
    }

    @Test
    void begin_before_a_number_that_the_room_knows() {
      join(ANN, GENERAL);
      leave(ANN, GENERAL);
      assertThat(auditing.place(TenantId.DEFAULT, GENERAL, 2)).isNotNull();
      assertThat(auditing.place(TenantId.DEFAULT, GENERAL, 9)).isNull();
      var place = auditing.place(TenantId.DEFAULT, GENERAL, 2);
      assertThat(page(AuditFilter.NONE.in(GENERAL), 5, place).items())
          .extracting(it -> it.event().kind())
          .containsExactly(Kind.JOIN);
    }
  }

  @Test
  void all_of_it_is_walked_through_a_bounded_page_at_a_time() {
    var events = 2 * AuditWalk.PER_TURN + 2;
    for (var i = 0; i < events / 2; i++) {
      join(ANN, GENERAL);
      leave(ANN, GENERAL);
    }
    var walk = ((RoomRead.Found<AuditWalk>) auditing.all(ADMIN, AuditFilter.NONE)).value();
    var sizes = new ArrayList<Integer>();
    var last = (long) events + 1;
    while (walk.hasNext()) {
      var page = walk.next();
      sizes.add(page.size());
      for (var entry : page) {
        assertThat(entry.event().number()).isEqualTo(--last);
      }
    }
    assertThat(sizes).containsExactly(AuditWalk.PER_TURN, AuditWalk.PER_TURN, 2);
  }

  @Test
  void every_filter_is_answered_by_an_index_in_its_order() {
    join(ANN, GENERAL);
    for (var room : new RoomId[] {null, GENERAL}) {
      for (var actor : new UserKey[] {null, ANN}) {
        for (var target : new UserKey[] {null, BOB}) {
          for (var kind : new Kind[] {null, Kind.JOIN, Kind.KICK}) {
            var filter = filter(actor, target, kind, null, null);
            var _ = entries(room == null ? filter : filter.in(room));
          }
        }
      }
    }
    List<String> steps =
        fixture.store.readers().read("plans", statements -> plans(statements, "from room_events"));
    assertThat(steps).isNotEmpty().allSatisfy(it -> assertThat(it).startsWith("SEARCH"));
    assertThat(steps)
        .filteredOn(it -> it.contains("actor_id = ?"))
        .isNotEmpty()
        .noneMatch(it -> it.contains("INDEX room_events_by_room"));
  }

  private static List<String> plans(Statements statements, String part) throws SQLException {
    var steps = new ArrayList<String>();
    for (var sql : statements.texts()) {
      if (!sql.contains(part)) {
        continue;
      }
      try (var explain = statements.connection().createStatement();
          var rows = explain.executeQuery("explain query plan " + sql)) {
        while (rows.next()) {
          steps.add(rows.getString("detail") + " <- " + sql);
        }
      }
    }
    return steps;
  }

  private void run(String sql) {
    var _ =
        fixture
            .store
            .writer()
            .write(batch -> {
              try (var statement = batch.statements().connection().createStatement()) {
                return statement.executeUpdate(sql);
              }
            });
  }

  private void pass(int seconds) {
    now.updateAndGet(it -> it.plusSeconds(seconds));
  }

  private void join(UserKey user, RoomId room) {
    assertThat(rooms.join(actor(user), room, RoomMode.VIEWER)).isInstanceOf(RoomResult.Done.class);
  }

  private void leave(UserKey user, RoomId room) {
    assertThat(rooms.leave(actor(user), room)).isInstanceOf(RoomResult.Done.class);
  }

  private List<AuditEntry> entries(AuditFilter filter) {
    return page(filter, Auditing.PAGE_MAX, null).items();
  }

  private List<Kind> kinds(AuditFilter filter) {
    return entries(filter).stream().map(it -> it.event().kind()).toList();
  }

  private RoomPage<AuditEntry> page(AuditFilter filter, int limit, @Nullable AuditPlace before) {
    var read = auditing.page(ADMIN, filter, limit, before);
    return ((RoomRead.Found<RoomPage<AuditEntry>>) read).value();
  }

  private static AuditFilter filter(
      @Nullable UserKey actor,
      @Nullable UserKey target,
      @Nullable Kind kind,
      @Nullable Instant from,
      @Nullable Instant to) {
    return new AuditFilter(
        null,
        actor == null ? null : actor.user(),
        target == null ? null : target.user(),
        kind,
        from,
        to);
  }

  private static RoomActor actor(UserKey user) {
    return new RoomActor(user, user.user().value(), Role.MEMBER);
  }
}
