package io.klatch.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.Role;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomLeases;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomNews;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.Rooms;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody speaks, reacts, edits, comes and goes while they are banned, a thousand times: what is
/// committed is then judged by its place in the log and among what happened in the room.
class BanRaceTest {
  private static final int ROUNDS = 1_000;
  private static final int AT_ONCE = 16;
  private static final int JITTER_NANOS = 1_500_000;
  private static final RoomId GENERAL = new RoomId(1);
  private static final RoomActor MODERATOR =
      new RoomActor(StoreFixture.user("mod"), "Mod", Role.MODERATOR);

  @TempDir private Path folder;
  private final List<RoomNews> news = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger stored = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private StoreFixture fixture;
  private Rooms rooms;
  private ConversationId conversation;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    rooms = rooms();
    assertThat(rooms.join(MODERATOR, GENERAL, RoomMode.VIEWER)).isInstanceOf(RoomResult.Done.class);
    conversation = room().conversation();
    var _ = fixture.send(MODERATOR.key(), conversation, "the first");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @Tag("R12")
  @Tag("R13")
  void after_a_bans_commit_nothing_of_the_user_commits() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var places = new Semaphore(AT_ONCE);
      var rounds = new ArrayList<Future<?>>();
      for (var round = 0; round < ROUNDS; round++) {
        places.acquire();
        var seed = round;
        rounds.add(
            threads.submit(() -> {
              try {
                race(seed);
              } finally {
                places.release();
              }
              return true;
            }));
      }
      for (var each : rounds) {
        each.get();
      }
      judge();
      assertThat(room().crowd().participants()).isEqualTo(1);
    }
    // Or the ban was always first, or last, and nothing was shown.
    assertThat(stored.get()).isGreaterThan(ROUNDS / 2);
    assertThat(refused.get()).isGreaterThan(ROUNDS / 2);
  }

  private void race(int round) throws Exception {
    var random = new Random(round);
    var user = new RoomActor(user(round), "U", Role.MEMBER);
    assertThat(rooms.join(user, GENERAL, RoomMode.VIEWER)).isInstanceOf(RoomResult.Done.class);
    var own = fixture.send(user.key(), conversation, "before").message().seq();
    var acts =
        List.<Callable<Boolean>>of(
            () -> isBanned(rooms.act(MODERATOR, GENERAL, ban(user, round))),
            () -> isBanned(send(user.key(), "one")),
            () -> isBanned(send(user.key(), "two")),
            () -> isBanned(react(user.key(), new Seq(1), round)),
            () -> isBanned(edit(user.key(), own)),
            () -> {
              if (round % 3 == 0) {
                var _ = rooms.leave(user, GENERAL);
              }
              return isBanned(rooms.join(user, GENERAL, RoomMode.PUBLISHER));
            },
            () -> isBanned(rooms.join(user, GENERAL, RoomMode.VIEWER)));
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (var i = 0; i < acts.size(); i++) {
        var act = acts.get(i);
        // The ban, which is first, is to come in the middle of the others.
        var jitter = random.nextInt(i == 0 ? 4 * JITTER_NANOS : JITTER_NANOS);
        all.add(
            threads.submit(() -> {
              start.await();
              LockSupport.parkNanos(jitter);
              return act.call();
            }));
      }
      start.countDown();
      for (var each : all) {
        each.get();
      }
    }
  }

  /// Everything is told in commit order: the log's places rise, and so do the numbers of the room's
  /// events.
  private void judge() {
    var bans = new HashMap<UserId, RoomEvent>();
    for (var each : List.copyOf(news)) {
      var event = each.event();
      if (event.kind() == RoomEvent.Kind.BAN) {
        assertThat(bans.put(event.user(), event)).isNull();
      } else if (event.kind() == RoomEvent.Kind.JOIN) {
        assertThat(bans).as("joined after the ban").doesNotContainKey(event.user());
      }
    }
    assertThat(bans).hasSize(ROUNDS);
    var members = new HashMap<UserId, Boolean>();
    List.copyOf(fixture.committed).forEach(event -> judge(event, members));
  }

  private static void judge(LogEvent event, Map<UserId, Boolean> members) {
    switch (event) {
      case LogEvent.MemberJoined joined -> members.put(joined.user(), true);
      case LogEvent.MessageStored stored ->
          assertThat(members)
              .as("message at " + stored.position())
              .containsEntry(stored.message().sender(), true);
      case LogEvent.Changed changed -> {
        var change = changed.change();
        assertThat(members)
            .as("change at " + changed.position())
            .containsEntry(change.actor(), true);
        if (change.what() instanceof Change.MemberRemoved(var user)) {
          members.put(user, false);
        }
      }
      case LogEvent.ConversationOpened _, LogEvent.BlockSet _ -> {}
    }
  }

  private RoomAct ban(RoomActor user, int round) {
    return new RoomAct.Ban(
        user.user(), round % 2 == 0 ? null : Duration.ofHours(1), false, "round " + round);
  }

  private Appended send(UserKey user, String text) {
    var command = new SendMessage(user, conversation, text, null);
    return fixture.store.messages().append(command, StoreFixture.NOW);
  }

  private ChangeResult react(UserKey user, Seq seq, int round) {
    var emoji = new Emoji(round % 2 == 0 ? "+1" : "-1");
    var target = new MessageTarget(user, conversation, seq, null);
    return fixture.store.messageChanges().react(target, emoji);
  }

  private ChangeResult edit(UserKey user, Seq seq) {
    var target = new MessageTarget(user, conversation, seq, null);
    return fixture.store.messageChanges().edit(target, MessageEdit.to("after"));
  }

  /// Counts what came before and after.
  private boolean isBanned(Object result) {
    var why =
        switch (result) {
          case Appended.Restrained(var it) -> it;
          case ChangeResult.Restrained(var it) -> it;
          case RoomResult.Restrained(var it) -> it;
          default -> null;
        };
    if (why instanceof Restraint.Banned) {
      refused.incrementAndGet();
    } else if (result instanceof Appended.Stored) {
      stored.incrementAndGet();
    }
    return why instanceof Restraint.Banned;
  }

  private Room room() {
    return Objects.requireNonNull(fixture.store.rooms(_ -> {}).find(MODERATOR.in(GENERAL)));
  }

  private Rooms rooms() {
    return new Rooms(
        fixture.store.rooms(news::add),
        new RoomLeases(Duration.ofSeconds(30), InstantSource.system()),
        (_, _) -> Duration.ZERO,
        () -> true,
        RoomRules.defaults(),
        new Random(7),
        InstantSource.system());
  }

  private static UserKey user(int round) {
    return StoreFixture.user("u" + round);
  }
}
