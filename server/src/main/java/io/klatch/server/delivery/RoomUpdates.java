package io.klatch.server.delivery;

import io.klatch.domain.room.RoomListener;
import io.klatch.domain.room.RoomNews;
import io.klatch.server.delivery.Whisper.Whispered;
import io.klatch.server.json.RoomJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells who is in a room, and who watches it, what changes there, by the fan-out thread: behind
/// the log's events of the same commit, in the order of commits. Encoded once per namespace.
public final class RoomUpdates implements RoomListener {
  private static final Logger log = LoggerFactory.getLogger(RoomUpdates.class);

  static final String ROOM_UPDATE = "room:update";
  static final String ROOM_REMOVED = "room:removed";

  private final CommitQueue queue;
  private final Fanout fanout;
  private final Onlookers onlookers;
  private final RoomWatchers watchers;
  private final LongAdder told = new LongAdder();

  public RoomUpdates(CommitQueue queue, Fanout fanout, Onlookers onlookers, RoomWatchers watchers) {
    this.queue = queue;
    this.fanout = fanout;
    this.onlookers = onlookers;
    this.watchers = watchers;
  }

  @Override
  public void changed(RoomNews news) {
    if (news.event().kind().isTold()) {
      queue.post(() -> tell(news));
    }
  }

  /// Updates sent, each to however many sockets.
  public long told() {
    return told.sum();
  }

  private void tell(RoomNews news) {
    try {
      if (news.event().expels()) {
        expel(news);
      }
      watchers.tell(news, fanout.membersNow(news.room().conversationKey()));
      var sessions = audience(news);
      for (var update : updates(news)) {
        told.increment();
        Whisper.send(sessions, new Whispered(ROOM_UPDATE, update, false));
      }
    } catch (RuntimeException e) {
      log.error("room update not told room={}", news.room().id(), e);
    }
  }

  /// Whom it is about watches no more, and is told on all their devices.
  private void expel(RoomNews news) {
    watchers.expel(news);
    var sessions = new ArrayList<Session>();
    var tenant = news.room().key().tenant();
    fanout.sockets().forEach(tenant, Set.of(news.event().user()), sessions::add);
    Whisper.send(sessions, new Whispered(ROOM_REMOVED, RoomJson.removed(news), false));
  }

  /// Who watches, who is in, and whom it is about on all their devices.
  private List<Session> audience(RoomNews news) {
    var conversation = news.room().conversationKey();
    var sessions = new LinkedHashSet<>(onlookers.of(conversation));
    var tenant = conversation.tenant();
    fanout.sockets().forEach(tenant, fanout.membersNow(conversation), sessions::add);
    fanout.sockets().forEach(tenant, Set.of(news.event().user()), sessions::add);
    return new ArrayList<>(sessions);
  }

  private static List<ObjectNode> updates(RoomNews news) {
    var event = RoomJson.update(news, news.event().kind().wire());
    return news.isEdge()
        ? List.of(event, RoomJson.update(news, news.room().isFull() ? "full" : "available"))
        : List.of(event);
  }
}
