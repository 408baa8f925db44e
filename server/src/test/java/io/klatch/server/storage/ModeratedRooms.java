package io.klatch.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.Role;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.room.Participant;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomLeases;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomModeration;
import io.klatch.domain.room.RoomNews;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomRead;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.Rooms;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Rooms and their moderation over a real store, at a time that stands until it is moved.
final class ModeratedRooms implements AutoCloseable {
  private static final RoomId GENERAL = new RoomId(1);

  final StoppedClock clock = new StoppedClock();
  final List<RoomNews> news = Collections.synchronizedList(new ArrayList<>());
  final StoreFixture fixture;
  final Rooms rooms;
  final RoomModeration moderation;

  ModeratedRooms(Path folder) {
    fixture = new StoreFixture(folder, clock);
    rooms =
        new Rooms(
            fixture.store.rooms(news::add),
            new RoomLeases(Duration.ofSeconds(30), clock),
            (_, _) -> Duration.ZERO,
            () -> true,
            RoomRules.defaults(),
            new Random(7),
            clock);
    moderation = new RoomModeration(rooms, fixture.store.moderation(news::add), clock);
  }

  RoomResult join(UserKey user, RoomId room) {
    return join(actor(user), room);
  }

  RoomResult join(RoomActor actor, RoomId room) {
    return rooms.join(actor, room, RoomMode.VIEWER);
  }

  /// In General.
  Appended append(UserKey from, String text) {
    var command = new SendMessage(from, conversation(), text, null);
    return fixture.store.messages().append(command, clock.instant());
  }

  Seq send(UserKey from, String text) {
    var appended = append(from, text);
    assertThat(appended).isInstanceOf(Appended.Stored.class);
    return ((Appended.Stored) appended).message().seq();
  }

  boolean reads(UserKey user) {
    var query = new ReadHistory(user, conversation(), new HistoryRange.Newest(), 10);
    return fixture.store.messages().page(query) != null;
  }

  List<String> texts(UserKey user) {
    return fixture.all(user, conversation()).stream().map(Message::text).toList();
  }

  Room room(RoomId id) {
    return ((RoomRead.Found<Room>) rooms.find(new RoomKey(TenantId.DEFAULT, id))).value();
  }

  ConversationId conversation() {
    return room(GENERAL).conversation();
  }

  List<Participant> participants(RoomId room) {
    var read = rooms.participants(new RoomKey(TenantId.DEFAULT, room), 100, null);
    return ((RoomRead.Found<RoomPage<Participant>>) read).value().items();
  }

  static RoomActor actor(UserKey user) {
    return new RoomActor(user, user.user().value(), Role.MEMBER);
  }

  @Override
  public void close() {
    fixture.close();
  }

  /// Stands until it is moved.
  static final class StoppedClock extends Clock {
    private volatile Instant now = StoreFixture.NOW;

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("always UTC");
    }
  }
}
