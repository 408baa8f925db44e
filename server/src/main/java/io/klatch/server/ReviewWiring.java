package io.klatch.server;

import io.klatch.domain.audit.Auditing;
import io.klatch.domain.review.Appeal;
import io.klatch.domain.review.Appealing;
import io.klatch.domain.review.Lifting;
import io.klatch.domain.review.Reviewing;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomModeration;
import io.klatch.domain.room.RoomStore;
import io.klatch.server.api.AppealApi;
import io.klatch.server.api.AuditApi;
import io.klatch.server.api.QueueApi;
import io.klatch.server.http.Router;
import io.klatch.server.realtime.AppealCommands;
import io.klatch.server.realtime.Commands;
import io.klatch.server.rest.AuditRoutes;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.QueueRoutes;
import org.jspecify.annotations.Nullable;

/// What those look at who answer for what happens in rooms: the trail, and the queue.
final class ReviewWiring {
  private final AuditApi audit;
  private final QueueApi queue;
  private final AppealApi appeals;

  ReviewWiring(Core core, RoomStore rooms, RoomModeration moderation) {
    var store = core.store();
    audit = new AuditApi(new Auditing(store.audit(), rooms));
    queue =
        new QueueApi(
            new Reviewing(store.reviews(), rooms, lifting(moderation), core.clock()),
            core.meters());
    appeals =
        new AppealApi(
            new Appealing(store.appeals(), core.allowances(), core.random(), core.clock()),
            core.meters());
  }

  private static Lifting lifting(RoomModeration moderation) {
    return (by, appeal, reason) -> moderation.act(by, appeal.room(), lift(appeal, reason));
  }

  private static RoomAct lift(Appeal appeal, @Nullable String reason) {
    return switch (appeal.against()) {
      case BAN -> new RoomAct.Unban(appeal.user(), appeal.allRooms(), reason);
      case MUTE -> new RoomAct.Mute(appeal.user(), false, reason);
    };
  }

  Commands commands() {
    return new AppealCommands(appeals);
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new AuditRoutes(audit, callers).addTo(router);
    new QueueRoutes(queue, appeals, callers).addTo(router);
  }
}
