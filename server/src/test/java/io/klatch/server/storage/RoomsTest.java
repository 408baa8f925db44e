package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MemberResult;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.room.Participant;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActivity;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomLeases;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomNews;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomRead;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.RoomSeed;
import io.klatch.domain.room.RoomTerms;
import io.klatch.domain.room.Rooms;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rooms as their use cases see them, on a real database.
class RoomsTest {
  private static final RoomId GENERAL = new RoomId(1);
  private static final RoomKey KEY = new RoomKey(TenantId.DEFAULT, GENERAL);

  @TempDir private Path folder;
  private StoreFixture fixture;
  private Instant now = StoreFixture.NOW;
  private final Random random = new Random(7);
  private RoomLeases leases;
  private final List<RoomNews> news = Collections.synchronizedList(new ArrayList<>());
  private Rooms rooms;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    leases = leases(RoomRules.defaults());
    rooms = rooms(RoomRules.defaults());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @Tag("R1")
  void every_tenant_has_general_music_and_gaming_of_fifty_for_good() {
    for (var tenant : List.of(TenantId.DEFAULT, new TenantId("acme"))) {
      var list = list(tenant);
      assertThat(list).extracting(Room::name).containsExactly("General", "Music", "Gaming");
      assertThat(list).extracting(room -> room.id().value()).containsExactly(1L, 2L, 3L);
      assertThat(list)
          .allSatisfy(room -> {
            assertThat(room.terms().capacity()).isEqualTo(50);
            assertThat(room.isPermanent()).isTrue();
            assertThat(room.description()).isNotBlank();
          });
    }
  }

  @Test
  @Tag("R1")
  void seeding_again_changes_what_the_configuration_says_and_nothing_else() {
    join(ANN, RoomMode.PUBLISHER);
    join(BOB, RoomMode.VIEWER);
    var seeds =
        List.of(
            new RoomSeed("General", "Talk", RoomTerms.of(1)),
            new RoomSeed("Art", null, new RoomTerms(5, 2)));
    rooms = rooms(new RoomRules(seeds, 50, Duration.ofHours(24), Duration.ofSeconds(30)));
    assertThat(list(TenantId.DEFAULT))
        .extracting(Room::name)
        .containsExactly("General", "Music", "Gaming", "Art");
    var general = general();
    assertThat(general.description()).isEqualTo("Talk");
    assertThat(general.terms()).isEqualTo(new RoomTerms(2, 1));
    assertThat(general.isFull()).isTrue();
  }

  @Test
  @Tag("R18")
  void who_looks_into_the_database_by_hand_finds_the_tables_of_the_first_source_system() {
    join(ANN, RoomMode.PUBLISHER);
    join(BOB, RoomMode.VIEWER);
    leave(BOB);
    assertThat(number("select count(*) from main_rooms where tenant_id = 'default' and is_active"))
        .isEqualTo(3);
    var here = " where tenant_id = 'default' and room_id = 1";
    assertThat(number("select count(*) from room_participants" + here + " and left_at is null"))
        .isEqualTo(1);
    assertThat(number("select count(*) from room_events" + here + " and created_at > 0"))
        .isEqualTo(3);
  }

  @Test
  void joining_twice_is_joining_once_and_leaving_twice_too() {
    assertThat(join(ANN, RoomMode.VIEWER))
        .isInstanceOfSatisfying(
            done(),
            it -> {
              assertThat(it.changed()).isTrue();
              assertThat(it.room().crowd().participants()).isEqualTo(1);
            });
    assertThat(join(ANN, RoomMode.VIEWER))
        .isInstanceOfSatisfying(done(), it -> assertThat(it.changed()).isFalse());
    assertThat(general().crowd().participants()).isEqualTo(1);
    assertThat(leave(ANN)).isInstanceOfSatisfying(done(), it -> assertThat(it.changed()).isTrue());
    assertThat(leave(ANN)).isInstanceOfSatisfying(done(), it -> assertThat(it.changed()).isFalse());
    assertThat(general().crowd().participants()).isZero();
    assertThat(general().crowd().peak()).isEqualTo(1);
  }

  @Test
  @Tag("R3")
  void a_participant_is_a_viewer_or_a_publisher_of_whom_there_are_only_so_many() {
    var terms = new RoomTerms(3, 1);
    var made = create(ANN, terms);
    assertThat(rooms.join(actor(ANN), made.id(), RoomMode.PUBLISHER)).isInstanceOf(done());
    assertThat(rooms.join(actor(BOB), made.id(), RoomMode.PUBLISHER))
        .isEqualTo(new RoomResult.NoPublisherPlace(1));
    assertThat(rooms.join(actor(BOB), made.id(), RoomMode.VIEWER)).isInstanceOf(done());
    assertThat(rooms.join(actor(ANN), made.id(), RoomMode.VIEWER)).isInstanceOf(done());
    assertThat(rooms.join(actor(BOB), made.id(), RoomMode.PUBLISHER))
        .isInstanceOfSatisfying(
            done(),
            it -> {
              assertThat(it.room().crowd().participants()).isEqualTo(2);
              assertThat(it.room().crowd().publishers()).isEqualTo(1);
            });
  }

  @Test
  @Tag("R8")
  @Tag("R11")
  void who_makes_a_room_owns_it_and_a_token_makes_moderators_and_nobody_acts_on_an_equal() {
    var made = create(ANN, RoomTerms.of(10)).id();
    rooms.join(actor(ANN), made, RoomMode.VIEWER);
    rooms.join(actor(BOB), made, RoomMode.VIEWER);
    var eve = new RoomActor(EVE, "Eve", Role.MODERATOR);
    rooms.join(eve, made, RoomMode.VIEWER);
    assertThat(participants(new RoomKey(TenantId.DEFAULT, made)))
        .extracting(Participant::role)
        .containsExactly(Role.OWNER, Role.MEMBER, Role.MODERATOR);
    var kick = new RoomAct.Kick(ANN.user(), null);
    assertThat(rooms.act(actor(BOB), made, kick)).isEqualTo(new RoomResult.NotAllowed(Role.MEMBER));
    assertThat(rooms.act(eve, made, kick)).isEqualTo(new RoomResult.NotAllowed(Role.MODERATOR));
    assertThat(rooms.act(eve, made, new RoomAct.Kick(BOB.user(), "noise"))).isInstanceOf(done());
    assertThat(rooms.act(eve, made, new RoomAct.Kick(BOB.user(), "again")))
        .isEqualTo(new RoomResult.NoSuchParticipant(BOB.user()));
    assertThat(participants(new RoomKey(TenantId.DEFAULT, made))).hasSize(2);
  }

  @Test
  @Tag("R14")
  @Tag("R15")
  void what_happens_is_kept_and_moderators_read_the_newest_first() {
    join(ANN, RoomMode.VIEWER);
    var mod = new RoomActor(BOB, "Bob", Role.ADMIN);
    rooms.act(mod, GENERAL, new RoomAct.Mute(ANN.user(), true, "loud"));
    rooms.act(mod, GENERAL, new RoomAct.Spotlight(ANN.user(), null));
    assertThat(general().spotlight()).isEqualTo(ANN.user());
    rooms.act(mod, GENERAL, new RoomAct.Kick(ANN.user(), null));
    assertThat(general().spotlight()).isNull();
    var read = rooms.events(mod, GENERAL, RoomRules.EVENTS_DEFAULT, Long.MAX_VALUE);
    assertThat(read)
        .isInstanceOfSatisfying(
            RoomRead.Found.class,
            found -> {
              var events = ((RoomPage<?>) found.value()).items();
              assertThat(events)
                  .extracting(it -> ((RoomEvent) it).kind().wire())
                  .containsExactly("kick", "spotlight", "mute", "join");
            });
    assertThat(rooms.events(actor(ANN), GENERAL, 20, Long.MAX_VALUE))
        .isEqualTo(new RoomRead.NotAllowed<>(Role.MEMBER));
  }

  @Test
  void who_was_silenced_does_not_speak_again_by_coming_anew() {
    join(ANN, RoomMode.VIEWER);
    var mod = new RoomActor(BOB, "Bob", Role.ADMIN);
    rooms.act(mod, GENERAL, new RoomAct.Mute(ANN.user(), true, null));
    leave(ANN);
    join(ANN, RoomMode.VIEWER);
    assertThat(participants(KEY)).first().extracting(Participant::muted).isEqualTo(true);
  }

  @Test
  @Tag("R9")
  void a_room_that_users_make_closes_when_its_time_is_over_and_everybody_leaves() {
    var made = create(ANN, RoomTerms.of(10));
    rooms.join(actor(BOB), made.id(), RoomMode.VIEWER);
    now = now.plus(Duration.ofHours(23));
    leases.opened(BOB);
    rooms.tidy();
    assertThat(rooms.find(made.key())).isInstanceOf(RoomRead.Found.class);
    now = now.plus(Duration.ofHours(1));
    rooms.tidy();
    assertThat(rooms.find(made.key())).isEqualTo(new RoomRead.NotFound<>());
    assertThat(rooms.join(actor(ANN), made.id(), RoomMode.VIEWER))
        .isEqualTo(new RoomResult.NotFound());
    assertThat(leases.users()).isZero();
    assertThat(list(TenantId.DEFAULT)).hasSize(3);
    assertThat(fixture.append(BOB, made.conversation(), "x", null))
        .isEqualTo(new Appended.NotAMember());
  }

  @Test
  void only_who_may_closes_a_room_and_those_of_the_configuration_stay() {
    var made = create(ANN, RoomTerms.of(10)).id();
    assertThat(rooms.close(actor(BOB), made)).isEqualTo(new RoomResult.NotAllowed(Role.MEMBER));
    assertThat(rooms.close(actor(ANN), made)).isInstanceOf(done());
    assertThat(rooms.close(new RoomActor(ANN, "Ann", Role.ADMIN), GENERAL))
        .isEqualTo(new RoomResult.Permanent());
  }

  @Test
  void a_user_makes_only_so_many_rooms() {
    for (var i = 0; i < RoomRules.OWN_ROOMS_MAX; i++) {
      create(ANN, RoomTerms.of(10));
    }
    assertThat(rooms.create(actor(ANN), "more", null, RoomTerms.of(10), null))
        .isEqualTo(new RoomResult.TooManyRooms(RoomRules.OWN_ROOMS_MAX));
    assertThat(rooms.create(actor(BOB), "mine", null, RoomTerms.of(10), null)).isInstanceOf(done());
  }

  @Test
  @Tag("R7")
  void a_seat_that_nothing_holds_comes_back_and_a_restart_loses_none() {
    join(ANN, RoomMode.VIEWER);
    join(BOB, RoomMode.VIEWER);
    fixture.close();
    fixture = new StoreFixture(folder);
    leases = leases(RoomRules.defaults());
    rooms = rooms(RoomRules.defaults());
    rooms.restore();
    leases.opened(BOB);
    now = now.plusSeconds(29);
    assertThat(rooms.tidy()).isZero();
    now = now.plusSeconds(1);
    assertThat(rooms.tidy()).isEqualTo(1);
    assertThat(participants(KEY)).extracting(Participant::user).containsExactly(BOB.user());
    assertThat(news.getLast().event().reason()).isEqualTo(RoomEvent.GONE);
  }

  @Test
  void who_comes_back_while_the_seat_is_being_taken_back_keeps_it() {
    join(ANN, RoomMode.VIEWER);
    now = now.plusSeconds(30);
    var due = leases.due(10);
    assertThat(due).hasSize(1);
    leases.heard(ANN);
    assertThat(fixture.store.rooms(leases).vacate(due, leases::isGone)).isZero();
    assertThat(participants(KEY)).hasSize(1);
  }

  @Test
  void participants_speak_in_the_rooms_conversation_and_everybody_of_the_tenant_reads_it() {
    join(ANN, RoomMode.VIEWER);
    var conversation = general().conversation();
    fixture.send(ANN, conversation, "hello");
    assertThat(fixture.append(BOB, conversation, "x", null)).isEqualTo(new Appended.NotAMember());
    assertThat(fixture.all(BOB, conversation)).hasSize(1);
    leave(ANN);
    assertThat(fixture.append(ANN, conversation, "x", null)).isEqualTo(new Appended.NotAMember());
    var key = new ConversationKey(TenantId.DEFAULT, conversation);
    assertThat(fixture.store.memberships().isMember(key, ANN.user())).isFalse();
  }

  @Test
  @Tag("R10")
  void how_lively_a_room_is_counts_messages_and_joins_of_five_minutes() {
    assertThat(activity().level()).isEqualTo(RoomActivity.Level.IDLE);
    join(ANN, RoomMode.VIEWER);
    fixture.send(ANN, general().conversation(), "hello");
    now = Instant.now();
    leave(ANN);
    join(ANN, RoomMode.VIEWER);
    assertThat(activity().joins()).isEqualTo(2);
    assertThat(activity().level()).isEqualTo(RoomActivity.Level.LOW);
    assertThat(activity().room().crowd().peak()).isEqualTo(1);
    now = now.plus(RoomActivity.WINDOW).plusSeconds(60);
    assertThat(activity().level()).isEqualTo(RoomActivity.Level.IDLE);
  }

  @Test
  void nobody_gets_into_a_rooms_conversation_but_through_the_room() {
    rooms.join(new RoomActor(ANN, "Ann", Role.ADMIN), GENERAL, RoomMode.VIEWER);
    var act = new MemberAct(ANN, general().conversation(), null);
    var members = fixture.store.members();
    assertThat(members.add(act, List.of(BOB.user()), 100)).isEqualTo(new MemberResult.OfRoom());
    assertThat(members.remove(act, ANN.user())).isEqualTo(new MemberResult.OfRoom());
  }

  @Test
  void the_news_come_in_the_order_of_the_commits_with_the_edges() {
    var made = create(ANN, RoomTerms.of(1)).id();
    rooms.join(actor(ANN), made, RoomMode.VIEWER);
    rooms.leave(actor(ANN), made);
    assertThat(news).extracting(it -> it.event().number()).containsExactly(1L, 2L, 3L);
    assertThat(news).extracting(RoomNews::isEdge).containsExactly(false, true, true);
  }

  private RoomLeases leases(RoomRules rules) {
    return new RoomLeases(rules.grace(), () -> now);
  }

  private Rooms rooms(RoomRules rules) {
    var store =
        fixture.store.rooms(it -> {
          leases.changed(it);
          news.add(it);
        });
    return new Rooms(store, leases, (_, _) -> Duration.ZERO, () -> true, rules, random, () -> now);
  }

  private Room create(UserKey owner, RoomTerms terms) {
    var result = rooms.create(actor(owner), "Mine", null, terms, null);
    return ((RoomResult.Done) result).room();
  }

  private RoomResult join(UserKey user, RoomMode mode) {
    return rooms.join(actor(user), GENERAL, mode);
  }

  private long number(String query) {
    return fixture
        .store
        .readers()
        .read(
            "looking by hand",
            statements -> {
              try (var found = statements.get(query).executeQuery()) {
                found.next();
                return found.getLong(1);
              }
            });
  }

  private RoomResult leave(UserKey user) {
    return rooms.leave(actor(user), GENERAL);
  }

  private Room general() {
    return ((RoomRead.Found<Room>) rooms.find(KEY)).value();
  }

  private RoomActivity activity() {
    return ((RoomRead.Found<RoomActivity>) rooms.activity(KEY)).value();
  }

  private List<Room> list(TenantId tenant) {
    return ((RoomRead.Found<RoomPage<Room>>) rooms.list(tenant, 100, null)).value().items();
  }

  private List<Participant> participants(RoomKey key) {
    return ((RoomRead.Found<RoomPage<Participant>>) rooms.participants(key, 100, null))
        .value()
        .items();
  }

  private static RoomActor actor(UserKey user) {
    return new RoomActor(user, user.user().value(), Role.MEMBER);
  }

  private static Class<RoomResult.Done> done() {
    return RoomResult.Done.class;
  }

  static UserKey user(int number) {
    return new UserKey(TenantId.DEFAULT, new UserId("u" + number));
  }
}
