package io.klatch.server;

import io.klatch.domain.presence.PresenceTally;
import io.klatch.domain.safety.Retention;
import io.klatch.domain.typing.TypingBoard;
import io.klatch.domain.typing.TypingEndListener;
import io.klatch.server.delivery.CommitQueue;
import io.klatch.server.delivery.PresenceRounds;
import io.klatch.server.delivery.PresenceSubscriptions;
import io.klatch.server.delivery.TypingNews;
import io.klatch.server.delivery.Whisper;
import io.klatch.server.http.HttpEntry;
import io.klatch.server.storage.Store;
import io.klatch.server.webhooks.Counts;
import io.klatch.server.webhooks.Followers;
import io.klatch.socketio.admin.AdminUi;
import io.klatch.socketio.engine.Denied;
import io.klatch.socketio.engine.EngineServer;
import io.klatch.socketio.engine.Limit;
import io.klatch.socketio.packet.MalformedPacketException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Locale;

/// What is counted by parts that know nothing of meters.
final class Meters {
  private Meters() {}

  static void of(
      Store store,
      CommitQueue commits,
      Whisper whisper,
      EngineServer engine,
      MeterRegistry meters) {
    of(store, meters);
    of(commits, whisper, meters);
    of(engine, meters);
  }

  private static void of(Store store, MeterRegistry meters) {
    meters.gauge("klatch.store.writes.queued", store, Store::writesQueued);
    meters.more().counter("klatch.store.reads", List.of(), store, Store::reads);
    meters.gauge("klatch.receipts.pending", store, Store::receiptsPending);
    meters.more().counter("klatch.store.commits", List.of(), store, Store::commits);
  }

  static void of(
      PresenceTally presence,
      PresenceSubscriptions subscriptions,
      PresenceRounds rounds,
      MeterRegistry meters) {
    meters.gauge("klatch.presence.users", presence, PresenceTally::users);
    meters.gauge("klatch.presence.subscriptions", subscriptions, PresenceSubscriptions::count);
    meters.more().counter("klatch.presence.told", List.of(), rounds, PresenceRounds::told);
  }

  /// How long people typed, by how it ended.
  static TypingEndListener typing(MeterRegistry meters) {
    return (how, typed) -> meters.timer("klatch.typing.duration", "end", how.wire()).record(typed);
  }

  static void of(TypingBoard typing, TypingNews news, MeterRegistry meters) {
    meters.gauge("klatch.typing.users", typing, TypingBoard::typists);
    meters.more().counter("klatch.typing.told", List.of(), news, TypingNews::told);
  }

  static void of(Retention retention, MeterRegistry meters) {
    meters.more().counter("klatch.retention.removed", List.of(), retention, Retention::removed);
    meters.more().counter("klatch.retention.sweeps", List.of(), retention, Retention::sweeps);
  }

  private static void of(CommitQueue commits, Whisper whisper, MeterRegistry meters) {
    meters.gauge("klatch.fanout.events.waiting", commits, CommitQueue::waiting);
    meters.more().counter("klatch.whispers.dropped", List.of(), whisper, Whisper::dropped);
  }

  static void of(HttpEntry entry, MeterRegistry meters) {
    meters.gauge("klatch.transfers", entry, HttpEntry::transfers);
    meters
        .more()
        .counter("klatch.transfers.refused", List.of(), entry, HttpEntry::transfersRefused);
  }

  static void of(Followers webhooks, MeterRegistry meters) {
    var counts = webhooks.counts();
    meters.gauge("klatch.webhooks.waiting", webhooks, Followers::waiting);
    var more = meters.more();
    more.counter("klatch.webhook.events", result("delivered"), counts, Counts::deliveredTotal);
    more.counter("klatch.webhook.events", result("failed"), counts, Counts::failedTotal);
    more.counter("klatch.webhook.events", result("dead"), counts, Counts::deadTotal);
  }

  private static List<Tag> result(String result) {
    return List.of(Tag.of("result", result));
  }

  static void of(AdminUi adminUi, MeterRegistry meters) {
    var more = meters.more();
    more.counter("klatch.admin.logins.refused", List.of(), adminUi, AdminUi::loginsRefused);
    more.counter("klatch.admin.updates.dropped", List.of(), adminUi, AdminUi::updatesDropped);
  }

  private static void of(EngineServer engine, MeterRegistry meters) {
    meters.gauge("klatch.sessions", engine, EngineServer::sessionCount);
    meters
        .more()
        .counter("klatch.sessions.opened", List.of(), engine, EngineServer::sessionsOpened);
    for (var reason : Denied.values()) {
      var tags = List.of(Tag.of("reason", reason.name().toLowerCase(Locale.ROOT)));
      meters.more().counter("klatch.sessions.denied", tags, engine, e -> e.denied(reason));
    }
    for (var limit : Limit.values()) {
      var tags = List.of(Tag.of("limit", limit.label()));
      meters.more().counter("klatch.limits.reached", tags, engine.limitCounts(), c -> c.of(limit));
    }
    for (var kind : MalformedPacketException.Kind.values()) {
      var tags = List.of(Tag.of("kind", kind.name().toLowerCase(Locale.ROOT)));
      meters.more().counter("klatch.packets.refused", tags, engine, e -> e.packetsRefused(kind));
    }
  }
}
