package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.Role;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.room.DeletedMessages;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomRead;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomStanding;
import io.klatch.domain.room.Sanction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What moderators do, on a real database and at a time that stands still. Ann is a participant of
/// General, Bob another, Eve a moderator by her token.
class ModerationTest {
  private static final RoomId GENERAL = new RoomId(1);
  private static final RoomId MUSIC = new RoomId(2);
  private static final RoomActor MODERATOR = new RoomActor(EVE, "Eve", Role.MODERATOR);
  private static final RoomActor ADMIN =
      new RoomActor(StoreFixture.user("root"), "Root", Role.ADMIN);
  private static final Restraint FOR_GOOD = new Restraint.Banned(null);

  @TempDir private Path folder;
  private ModeratedRooms rooms;

  @BeforeEach
  void open() {
    rooms = new ModeratedRooms(folder);
    rooms.join(ANN, GENERAL);
    rooms.join(BOB, GENERAL);
  }

  @AfterEach
  void close() {
    rooms.close();
  }

  @Test
  @Tag("R12")
  @Tag("R13")
  void who_is_banned_is_out_and_cannot_come_in_speak_change_or_read() {
    var said = rooms.send(ANN, "before");
    done(act(new RoomAct.Ban(ANN.user(), null, false, "spam")));
    assertThat(rooms.room(GENERAL).crowd().participants()).isEqualTo(1);
    assertThat(rooms.join(ANN, GENERAL)).isEqualTo(new RoomResult.Restrained(FOR_GOOD));
    assertThat(rooms.append(ANN, "after")).isEqualTo(new Appended.Restrained(FOR_GOOD));
    var target = new MessageTarget(ANN, rooms.conversation(), said, null);
    var changes = rooms.fixture.store.messageChanges();
    var refused = new ChangeResult.Restrained(FOR_GOOD);
    assertThat(changes.edit(target, MessageEdit.to("other"))).isEqualTo(refused);
    assertThat(changes.react(target, new Emoji("+1"))).isEqualTo(refused);
    assertThat(changes.delete(target)).isEqualTo(refused);
    assertThat(rooms.reads(ANN)).isFalse();
    assertThat(rooms.reads(StoreFixture.user("anybody"))).isTrue();
  }

  @Test
  @Tag("R13")
  void who_was_never_in_can_be_banned_too() {
    var carl = StoreFixture.user("carl");
    done(act(new RoomAct.Ban(carl.user(), null, false, null)));
    assertThat(rooms.join(carl, GENERAL)).isEqualTo(new RoomResult.Restrained(FOR_GOOD));
    assertThat(rooms.join(carl, MUSIC)).isInstanceOf(RoomResult.Done.class);
  }

  @Test
  @Tag("R13")
  void a_ban_ends_at_its_time_or_when_it_is_lifted_and_both_is_told() {
    var hour = Duration.ofHours(1);
    done(act(new RoomAct.Ban(ANN.user(), hour, false, "calm down")));
    var until = rooms.clock.instant().plus(hour);
    var refused = new RoomResult.Restrained(new Restraint.Banned(until));
    rooms.clock.advance(hour.minusMillis(1));
    assertThat(rooms.join(ANN, GENERAL)).isEqualTo(refused);
    rooms.clock.advance(Duration.ofMillis(1));
    assertThat(rooms.join(ANN, GENERAL)).isInstanceOf(RoomResult.Done.class);
    rooms.moderation.tidy();
    var last = rooms.news.getLast().event();
    assertThat(last.kind()).isEqualTo(RoomEvent.Kind.UNBAN);
    assertThat(last.reason()).isEqualTo(RoomEvent.EXPIRED);
    done(act(new RoomAct.Ban(BOB.user(), null, false, null)));
    done(act(new RoomAct.Unban(BOB.user(), false, "sorry")));
    assertThat(rooms.join(BOB, GENERAL)).isInstanceOf(RoomResult.Done.class);
  }

  @Test
  @Tag("R13")
  void an_admin_bans_from_all_rooms_of_the_tenant() {
    rooms.join(ANN, MUSIC);
    var everywhere = new RoomAct.Ban(ANN.user(), null, true, "spam");
    assertThat(act(everywhere)).isEqualTo(new RoomResult.NotAllowed(Role.MODERATOR));
    done(rooms.moderation.act(ADMIN, GENERAL, everywhere));
    assertThat(rooms.room(MUSIC).crowd().participants()).isZero();
    for (var room : List.of(GENERAL, MUSIC, new RoomId(3))) {
      assertThat(rooms.join(ANN, room)).isEqualTo(new RoomResult.Restrained(FOR_GOOD));
    }
    assertThat(bans(MUSIC)).extracting(Sanction::allRooms).containsExactly(true);
    var here = new RoomAct.Unban(ANN.user(), false, null);
    assertThat(rooms.moderation.act(ADMIN, GENERAL, here))
        .isInstanceOfSatisfying(RoomResult.Done.class, it -> assertThat(it.changed()).isFalse());
    done(rooms.moderation.act(ADMIN, GENERAL, new RoomAct.Unban(ANN.user(), true, null)));
    assertThat(rooms.join(ANN, MUSIC)).isInstanceOf(RoomResult.Done.class);
  }

  @Test
  @Tag("R13")
  void who_is_muted_may_read_and_react_but_not_speak_wherever_they_go_in_between() {
    var said = rooms.send(ANN, "before");
    var minute = Duration.ofMinutes(1);
    done(act(new RoomAct.Mute(ANN.user(), true, minute, "loud")));
    var muted = new Restraint.Muted(rooms.clock.instant().plus(minute));
    assertThat(rooms.append(ANN, "x")).isEqualTo(new Appended.Restrained(muted));
    rooms.rooms.leave(ModeratedRooms.actor(ANN), GENERAL);
    assertThat(rooms.join(ANN, GENERAL))
        .isInstanceOfSatisfying(
            RoomResult.Done.class,
            it -> assertThat(Objects.requireNonNull(it.participant()).mute()).isEqualTo(muted));
    assertThat(rooms.append(ANN, "x")).isEqualTo(new Appended.Restrained(muted));
    var target = new MessageTarget(ANN, rooms.conversation(), said, null);
    var changes = rooms.fixture.store.messageChanges();
    assertThat(changes.edit(target, MessageEdit.to("y")))
        .isEqualTo(new ChangeResult.Restrained(muted));
    assertThat(changes.react(target, new Emoji("+1"))).isInstanceOf(ChangeResult.Done.class);
    assertThat(rooms.reads(ANN)).isTrue();
    rooms.clock.advance(minute);
    rooms.send(ANN, "at last");
  }

  @Test
  void who_is_muted_publishes_no_more_until_it_is_over() {
    var ann = ModeratedRooms.actor(ANN);
    done(rooms.rooms.join(ann, GENERAL, RoomMode.PUBLISHER));
    var minute = Duration.ofMinutes(1);
    var muted = done(act(new RoomAct.Mute(ANN.user(), true, minute, null)));
    assertThat(muted.room().crowd().publishers()).isZero();
    assertThat(Objects.requireNonNull(muted.participant()).mode()).isEqualTo(RoomMode.VIEWER);
    assertThat(rooms.rooms.join(ann, GENERAL, RoomMode.PUBLISHER))
        .isEqualTo(
            new RoomResult.Restrained(new Restraint.Muted(rooms.clock.instant().plus(minute))));
    rooms.clock.advance(minute);
    done(rooms.rooms.join(ann, GENERAL, RoomMode.PUBLISHER));
  }

  @Test
  void in_slow_mode_everybody_but_moderators_waits_between_two_messages() {
    rooms.join(MODERATOR, GENERAL);
    done(act(new RoomAct.SlowMode(10)));
    rooms.clock.advance(Duration.ofSeconds(1));
    rooms.send(ANN, "one");
    rooms.clock.advance(Duration.ofSeconds(4));
    var wait = new Restraint.TooSoon(Duration.ofSeconds(6));
    assertThat(rooms.append(ANN, "two")).isEqualTo(new Appended.Restrained(wait));
    rooms.send(BOB, "mine");
    rooms.send(EVE, "a");
    rooms.send(EVE, "b");
    rooms.clock.advance(Duration.ofSeconds(6));
    rooms.send(ANN, "two");
    done(act(new RoomAct.SlowMode(0)));
    rooms.send(ANN, "three");
  }

  @Test
  void a_locked_room_lets_nobody_new_in_and_only_moderators_speak() {
    done(act(new RoomAct.Lock(true, "a talk")));
    var locked = new Restraint.Locked();
    var carl = StoreFixture.user("carl");
    assertThat(rooms.join(carl, GENERAL)).isEqualTo(new RoomResult.Restrained(locked));
    assertThat(rooms.append(ANN, "x")).isEqualTo(new Appended.Restrained(locked));
    assertThat(rooms.rooms.join(ModeratedRooms.actor(ANN), GENERAL, RoomMode.PUBLISHER))
        .isInstanceOf(RoomResult.Done.class);
    rooms.join(MODERATOR, GENERAL);
    rooms.send(EVE, "hear");
    assertThat(standing(carl).obstacle()).isEqualTo(RoomStanding.LOCKED);
    done(act(new RoomAct.Lock(false, null)));
    rooms.send(ANN, "x");
  }

  @Test
  @Tag("R8")
  void roles_are_given_below_ones_own_and_hold_for_who_is_in_and_who_comes_later() {
    var carl = StoreFixture.user("carl");
    for (var user : List.of(ANN, carl)) {
      done(
          rooms.moderation.act(
              ADMIN, GENERAL, new RoomAct.SetRole(user.user(), Role.MODERATOR, "good")));
    }
    rooms.join(carl, GENERAL);
    assertThat(rooms.participants(GENERAL))
        .filteredOn(it -> !it.user().equals(BOB.user()))
        .allSatisfy(it -> assertThat(it.role()).isEqualTo(Role.MODERATOR));
    var ann = ModeratedRooms.actor(ANN);
    done(rooms.moderation.act(ann, GENERAL, new RoomAct.Mute(BOB.user(), true, null)));
    var refused = new RoomResult.NotAllowed(Role.MODERATOR);
    assertThat(rooms.moderation.act(ann, GENERAL, new RoomAct.Kick(carl.user(), null)))
        .isEqualTo(refused);
    assertThat(
            rooms.moderation.act(
                ann, GENERAL, new RoomAct.SetRole(BOB.user(), Role.MODERATOR, null)))
        .isEqualTo(refused);
    assertThat(
            rooms.moderation.act(ADMIN, GENERAL, new RoomAct.SetRole(BOB.user(), Role.ADMIN, null)))
        .isEqualTo(new RoomResult.NotAllowed(Role.ADMIN));
  }

  @Test
  @Tag("R8")
  void what_a_higher_role_has_imposed_is_neither_lifted_nor_shortened_by_a_lower_one() {
    done(rooms.moderation.act(ADMIN, GENERAL, new RoomAct.Ban(ANN.user(), null, false, null)));
    var refused = new RoomResult.NotAllowed(Role.MODERATOR);
    assertThat(act(new RoomAct.Unban(ANN.user(), false, null))).isEqualTo(refused);
    assertThat(act(new RoomAct.Ban(ANN.user(), Duration.ofMinutes(1), false, null)))
        .isEqualTo(refused);
  }

  @Test
  @Tag("R8")
  void a_ban_by_a_moderator_does_not_keep_an_admin_out() {
    done(act(new RoomAct.Ban(ADMIN.user(), null, false, "who is that")));
    assertThat(rooms.rooms.join(ADMIN, GENERAL, RoomMode.VIEWER))
        .isInstanceOf(RoomResult.Done.class);
  }

  @Test
  @Tag("R15")
  void the_spotlight_goes_out_when_its_user_goes() {
    done(act(new RoomAct.Spotlight(ANN.user(), null)));
    assertThat(rooms.room(GENERAL).spotlight()).isEqualTo(ANN.user());
    done(act(new RoomAct.Ban(ANN.user(), null, false, null)));
    assertThat(rooms.room(GENERAL).spotlight()).isNull();
  }

  @Test
  void a_users_messages_are_deleted_as_any_other_and_everybody_learns_of_it() {
    var old = rooms.send(ANN, "old");
    rooms.clock.advance(Duration.ofMinutes(10));
    var spam = rooms.send(ANN, "spam");
    var bobs = rooms.send(BOB, "hello");
    var before = rooms.fixture.store.log().head();
    var minutes = Duration.ofMinutes(5);
    assertThat(rooms.moderation.deleteMessages(MODERATOR, GENERAL, ANN.user(), minutes, "spam"))
        .isEqualTo(new DeletedMessages.Done(1, false));
    var log = rooms.fixture.store.log();
    assertThat(log.missed(BOB, before, log.head(), 100))
        .singleElement()
        .isInstanceOfSatisfying(
            LogEvent.Changed.class,
            it -> assertThat(it.change().what()).isEqualTo(new Change.MessageDeleted(spam)));
    assertThat(rooms.texts(BOB)).containsExactly("old", "", "hello");
    assertThat(rooms.moderation.deleteMessages(MODERATOR, GENERAL, ANN.user(), null, null))
        .isEqualTo(new DeletedMessages.Done(1, false));
    assertThat(rooms.texts(BOB)).containsExactly("", "", "hello");
    assertThat(rooms.news.getLast().event().detail()).isEqualTo("1");
    var bob = ModeratedRooms.actor(BOB);
    assertThat(rooms.moderation.deleteMessages(bob, GENERAL, ANN.user(), null, null))
        .isEqualTo(new DeletedMessages.Refused(new RoomResult.NotAllowed(Role.MEMBER)));
    assertThat(old.value()).isLessThan(bobs.value());
  }

  @Test
  @Tag("R14")
  void the_trail_has_who_whom_why_how_long_and_by_which_request() {
    var asking = MODERATOR.by("req-7");
    done(
        rooms.moderation.act(
            asking, GENERAL, new RoomAct.Ban(ANN.user(), Duration.ofHours(1), false, "spam")));
    var event = rooms.fixture.store.rooms(_ -> {}).events(asking.in(GENERAL), 1, 100).getFirst();
    assertThat(event.kind()).isEqualTo(RoomEvent.Kind.BAN);
    assertThat(event.actor()).isEqualTo(EVE.user());
    assertThat(event.target()).isEqualTo(ANN.user());
    assertThat(event.reason()).isEqualTo("spam");
    assertThat(event.expiresAt()).isEqualTo(rooms.clock.instant().plus(Duration.ofHours(1)));
    assertThat(event.requestId()).isEqualTo("req-7");
    assertThat(event).isEqualTo(rooms.news.getLast().event());
  }

  @Test
  @Tag("R13")
  void bans_are_listed_in_pages_and_those_that_are_over_are_not() {
    for (var i = 0; i < 5; i++) {
      var user = StoreFixture.user("u" + i).user();
      done(act(new RoomAct.Ban(user, i == 4 ? Duration.ofMinutes(1) : null, false, "no " + i)));
    }
    rooms.clock.advance(Duration.ofMinutes(1));
    var first = page(2, null);
    assertThat(first.hasMore()).isTrue();
    var rest = page(2, first.items().getLast());
    assertThat(rest.hasMore()).isFalse();
    assertThat(first.items()).extracting(Sanction::reason).containsExactly("no 0", "no 1");
    assertThat(rest.items()).extracting(Sanction::reason).containsExactly("no 2", "no 3");
    assertThat(rooms.moderation.bans(ModeratedRooms.actor(BOB), GENERAL, 2, null))
        .isEqualTo(new RoomRead.NotAllowed<>(Role.MEMBER));
  }

  @Test
  @Tag("R11")
  void everybody_is_told_how_they_stand_in_a_room() {
    assertThat(standing(ANN).obstacle()).isNull();
    assertThat(standing(ANN).participant()).isNotNull();
    done(act(new RoomAct.Mute(ANN.user(), true, null)));
    assertThat(standing(ANN).mute()).isNotNull();
    done(act(new RoomAct.Ban(ANN.user(), null, false, "spam")));
    assertThat(standing(ANN).obstacle()).isEqualTo(RoomStanding.BANNED);
    assertThat(Objects.requireNonNull(standing(ANN).ban()).reason()).isEqualTo("spam");
    assertThat(standing(StoreFixture.user("carl")).obstacle()).isNull();
    assertThat(rooms.moderation.standing(MODERATOR, new RoomId(99)))
        .isEqualTo(new RoomRead.NotFound<>());
  }

  private RoomResult act(RoomAct act) {
    return rooms.moderation.act(MODERATOR, GENERAL, act);
  }

  private RoomPage<Sanction> page(int limit, @Nullable Sanction after) {
    var from = after == null ? null : after.user();
    var read = rooms.moderation.bans(MODERATOR, GENERAL, limit, from);
    return ((RoomRead.Found<RoomPage<Sanction>>) read).value();
  }

  private List<Sanction> bans(RoomId room) {
    var read = rooms.moderation.bans(MODERATOR, room, 100, null);
    return ((RoomRead.Found<RoomPage<Sanction>>) read).value().items();
  }

  private RoomStanding standing(UserKey user) {
    var read = rooms.moderation.standing(ModeratedRooms.actor(user), GENERAL);
    return ((RoomRead.Found<RoomStanding>) read).value();
  }

  private static RoomResult.Done done(RoomResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(RoomResult.Done.class, it -> assertThat(it.changed()).isTrue());
    return (RoomResult.Done) result;
  }
}
