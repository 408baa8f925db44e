package io.klatch.server.realtime;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.review.Appealing;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomLeases;
import io.klatch.domain.room.RoomListener;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomModeration;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.Rooms;
import io.klatch.server.api.AppealApi;
import io.klatch.server.api.ModerationApi;
import io.klatch.server.api.RoomApi;
import io.klatch.server.delivery.CommitQueue;
import io.klatch.server.delivery.Fanout;
import io.klatch.server.delivery.Onlookers;
import io.klatch.server.delivery.RoomUpdates;
import io.klatch.server.delivery.RoomWatchers;
import io.klatch.server.delivery.SeatHolders;
import io.klatch.server.delivery.SessionWatcher;
import io.klatch.server.storage.Store;
import io.klatch.server.threads.Beat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Rooms whose seats are kept for a second only, so that who goes is soon gone.
final class LiveRooms implements AutoCloseable {
  final Rooms rooms;
  private final RoomLeases leases;
  private final Onlookers onlookers;
  private final RoomApi api;
  private final AppealApi appeals;
  private final ModerationApi moderation;
  private final Beat beat;

  LiveRooms(Store store, CommitQueue commits, Fanout fanout, Onlookers onlookers, Clock clock) {
    var usual = RoomRules.defaults();
    var rules = new RoomRules(usual.seeds(), usual.capacity(), usual.ttl(), Duration.ofSeconds(1));
    this.onlookers = onlookers;
    leases = new RoomLeases(rules.grace(), clock);
    var updates = new RoomUpdates(commits, fanout, onlookers, new RoomWatchers(onlookers));
    RoomListener listener =
        news -> {
          leases.changed(news);
          updates.changed(news);
        };
    var seats = store.rooms(listener);
    rooms = new Rooms(seats, leases, (_, _) -> Duration.ZERO, commits, rules, new Random(7), clock);
    rooms.restore();
    var moderating = new RoomModeration(rooms, store.moderation(listener), clock);
    api = new RoomApi(rooms, moderating, new SimpleMeterRegistry());
    moderation = new ModerationApi(moderating);
    var appealing = new Appealing(store.appeals(), (_, _) -> Duration.ZERO, new Random(7), clock);
    appeals = new AppealApi(appealing, new SimpleMeterRegistry());
    beat = new Beat("test-rooms", Duration.ofMillis(100), rooms::tidy);
  }

  /// Of who is in and of who moderates.
  Commands commands() {
    return events -> {
      new RoomCommands(api, onlookers).addTo(events);
      new AppealCommands(appeals).addTo(events);
      new ModerationCommands(moderation).addTo(events);
    };
  }

  List<SessionWatcher> watchers() {
    return List.of(new SeatHolders(leases), onlookers);
  }

  /// As who has no socket.
  RoomResult join(String user, long room) {
    return rooms.join(actor(user, Role.MEMBER), new RoomId(room), RoomMode.VIEWER);
  }

  /// Whoever it is, in or not.
  void silence(String user, long room) {
    var mute = new RoomAct.Mute(new UserId(user), true, null);
    var _ = rooms.act(actor("root", Role.ADMIN), new RoomId(room), mute);
  }

  static RoomActor actor(String user, Role role) {
    return new RoomActor(new UserKey(TenantId.DEFAULT, new UserId(user)), user, role);
  }

  @Override
  public void close() {
    beat.close();
  }
}
