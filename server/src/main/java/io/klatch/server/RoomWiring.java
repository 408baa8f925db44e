package io.klatch.server;

import io.klatch.domain.chat.Screening;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.moderation.FilterRules;
import io.klatch.domain.moderation.FilteredRooms;
import io.klatch.domain.moderation.RoomFilter;
import io.klatch.domain.moderation.WordFilter;
import io.klatch.domain.room.RoomLeases;
import io.klatch.domain.room.RoomListener;
import io.klatch.domain.room.RoomModeration;
import io.klatch.domain.room.RoomNews;
import io.klatch.domain.room.Rooms;
import io.klatch.domain.typing.TypingBoard;
import io.klatch.server.api.ModerationApi;
import io.klatch.server.api.RoomApi;
import io.klatch.server.delivery.Onlookers;
import io.klatch.server.delivery.RoomUpdates;
import io.klatch.server.delivery.RoomWatchers;
import io.klatch.server.delivery.SeatHolders;
import io.klatch.server.delivery.SessionWatcher;
import io.klatch.server.http.Router;
import io.klatch.server.realtime.Commands;
import io.klatch.server.realtime.ModerationCommands;
import io.klatch.server.realtime.RoomCommands;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.RoomRoutes;
import io.klatch.server.threads.Beat;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Rooms: the seats, what holds them, and how they are reached.
final class RoomWiring {
  /// How often to look for seats that nothing holds.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final RoomLeases leases;
  private final RoomApi api;
  private final ModerationApi moderationApi;
  private final Onlookers onlookers;
  private final RoomWatchers roomWatchers;
  private final ReviewWiring reviews;

  RoomWiring(Core core) {
    var rules = core.config().rooms();
    leases = new RoomLeases(rules.grace(), core.clock());
    var delivery = core.delivery();
    onlookers = delivery.onlookers();
    roomWatchers = new RoomWatchers(onlookers);
    var updates = new RoomUpdates(core.commits(), delivery.fanout(), onlookers, roomWatchers);
    RoomListener listener =
        news -> {
          leases.changed(news);
          silence(core.typing(), news);
          updates.changed(news);
        };
    var store = core.store().rooms(listener);
    var rooms =
        new Rooms(
            store, leases, core.allowances(), core.commits(), rules, core.random(), core.clock());
    rooms.restore();
    var moderation = new RoomModeration(rooms, core.store().moderation(listener), core.clock());
    api = new RoomApi(rooms, moderation, core.meters());
    moderationApi = new ModerationApi(moderation);
    reviews = new ReviewWiring(core, store, moderation);
    core.meters().gauge("klatch.room.users", leases, RoomLeases::users);
    core.meters().more().counter("klatch.room.updates", List.of(), updates, RoomUpdates::told);
    core.lifetimes()
        .add(
            "rooms",
            new Beat(
                "rooms",
                LOOK,
                () -> {
                  var _ = rooms.tidy();
                  moderation.tidy();
                }));
  }

  /// Who may not speak, or is heard by nobody, is not seen typing.
  private static void silence(TypingBoard typing, RoomNews news) {
    switch (news.event().kind()) {
      case MUTE, SHADOW_BAN, BAN, KICK ->
          typing.silence(news.room().conversationKey(), news.event().user());
      case CREATE,
          JOIN,
          LEAVE,
          MODE,
          UNMUTE,
          SPOTLIGHT,
          CLOSE,
          UNBAN,
          SHADOW_UNBAN,
          SLOW_MODE,
          LOCK,
          UNLOCK,
          ROLE,
          DELETE_MESSAGES -> {}
    }
  }

  /// Who looks at messages of rooms before they are stored, and then that one.
  static Screening filtered(Core core, Screening next) {
    var rules = core.config().roomFilter();
    return rules.isEmpty()
        ? next
        : new FilteredRooms(filter(rules), core.store().roomConversations(), next);
  }

  private static RoomFilter filter(FilterRules rules) {
    return new WordFilter(rules);
  }

  List<SessionWatcher> watchers() {
    return List.of(new SeatHolders(leases), onlookers);
  }

  List<Commands> commands() {
    return List.of(
        new RoomCommands(api, onlookers),
        new ModerationCommands(moderationApi),
        reviews.commands());
  }

  RoomApi api() {
    return api;
  }

  RoomLeases leases() {
    return leases;
  }

  RoomWatchers roomWatchers() {
    return roomWatchers;
  }

  Consumer<UserKey> heard() {
    return leases::heard;
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new RoomRoutes(api, moderationApi, callers).addTo(router);
    reviews.addRoutes(router, callers);
  }
}
