package io.klatch.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomLeases;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomNews;
import io.klatch.domain.room.RoomRead;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.Rooms;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Five hundred run for fifty seats, twenty times over.
class RoomRaceTest {
  private static final int USERS = 500;
  private static final int SEATS = 50;
  private static final int ROUNDS = 20;
  private static final RoomId GENERAL = new RoomId(1);

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(StoreFixture.NOW);
  private final List<RoomNews> news = Collections.synchronizedList(new ArrayList<>());

  @Test
  @Tag("R4")
  void exactly_fifty_get_in_and_all_seats_are_free_in_the_end() throws Exception {
    try (var fixture = new StoreFixture(folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var leases = new RoomLeases(Duration.ofSeconds(30), now::get);
      var rooms = rooms(fixture, leases);
      for (var round = 0; round < ROUNDS; round++) {
        var in = new AtomicInteger();
        var tries = new ArrayList<Future<?>>();
        for (var i = 0; i < USERS; i++) {
          var user = i;
          tries.add(threads.submit(() -> in.addAndGet(comes(rooms, leases, user))));
        }
        for (var each : tries) {
          each.get();
        }
        assertThat(in).as("round " + round).hasValue(SEATS);
        assertThat(participants(rooms)).isEqualTo(SEATS);
        leaveOrDie(rooms, leases, threads);
        assertThat(participants(rooms)).as("round " + round).isZero();
        assertThat(leases.users()).isZero();
      }
    }
    assertThat(news).allSatisfy(it -> assertThat(it.room().availableSlots()).isBetween(0, SEATS));
  }

  /// Half of them have a socket, some of them try again, which is no second seat.
  private static int comes(Rooms rooms, RoomLeases leases, int user) {
    if (user % 2 == 0) {
      leases.opened(RoomsTest.user(user));
    }
    var mode = user % 3 == 0 ? RoomMode.PUBLISHER : RoomMode.VIEWER;
    var first = rooms.join(actor(user), GENERAL, mode) instanceof RoomResult.Done;
    if (user % 5 == 0) {
      var again = rooms.join(actor(user), GENERAL, mode) instanceof RoomResult.Done;
      assertThat(again).isEqualTo(first);
    }
    return first ? 1 : 0;
  }

  /// A third leaves, the others' connections are gone.
  private void leaveOrDie(Rooms rooms, RoomLeases leases, ExecutorService threads)
      throws Exception {
    var left = new ArrayList<Future<?>>();
    for (var i = 0; i < USERS; i++) {
      var user = i;
      if (user % 3 == 0) {
        left.add(threads.submit(() -> rooms.leave(actor(user), GENERAL)));
      }
      if (user % 2 == 0) {
        leases.closed(RoomsTest.user(user));
      }
    }
    for (var each : left) {
      each.get();
    }
    now.updateAndGet(it -> it.plusSeconds(30));
    rooms.tidy();
  }

  private Rooms rooms(StoreFixture fixture, RoomLeases leases) {
    var store =
        fixture.store.rooms(it -> {
          leases.changed(it);
          news.add(it);
        });
    return new Rooms(
        store,
        leases,
        (_, _) -> Duration.ZERO,
        () -> true,
        RoomRules.defaults(),
        new Random(7),
        now::get);
  }

  private static int participants(Rooms rooms) {
    var found = rooms.find(new RoomKey(TenantId.DEFAULT, GENERAL));
    return ((RoomRead.Found<Room>) found).value().crowd().participants();
  }

  private static RoomActor actor(int user) {
    return new RoomActor(RoomsTest.user(user), "u" + user, Role.MEMBER);
  }
}
