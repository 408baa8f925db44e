package io.klatch.domain.schedule;

import io.klatch.domain.chat.Content;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.schedule.ScheduleListener.Status;
import io.klatch.domain.schedule.Scheduled.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A store in memory, and what was told.
final class ScheduleFixture implements ScheduleStore, ScheduleListener {
  static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  static final ConversationId ROOM = new ConversationId("c1");
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  final Map<ScheduledId, Scheduled> stored = new TreeMap<>();
  final List<String> told = new ArrayList<>();

  static Scheduled at(String id, Instant sendAt) {
    return at(id, ANN, sendAt);
  }

  static Scheduled at(String id, UserKey sender, Instant sendAt) {
    var scheduledId = new ScheduledId(ScheduledId.PREFIX + id);
    return new Scheduled(scheduledId, 0, sender, ROOM, id, Content.NONE, null, sendAt, NOW, null);
  }

  void put(Scheduled scheduled) {
    stored.put(scheduled.id(), scheduled);
  }

  @Override
  public void changed(Scheduled scheduled, Status status, @Nullable Seq seq) {
    told.add(scheduled.text() + " " + status.wire() + (seq == null ? "" : " as " + seq.value()));
  }

  @Override
  public ScheduleResult add(Scheduled scheduled, int pendingMax) {
    var earlier = stored.putIfAbsent(scheduled.id(), scheduled);
    return new ScheduleResult.Waits(earlier == null ? scheduled : earlier, earlier != null);
  }

  @Override
  public List<Scheduled> list(UserKey user, int limit, @Nullable Place after) {
    return due(Instant.MAX, limit, after);
  }

  @Override
  public @Nullable Scheduled cancel(UserKey user, ScheduledId id) {
    return stored.remove(id);
  }

  @Override
  public ScheduleResult change(
      UserKey user, ScheduledId id, ScheduleChange change, int pendingMax) {
    var found = stored.get(id);
    if (found == null) {
      return new ScheduleResult.NoSuchScheduled();
    }
    put(found.with(change));
    return new ScheduleResult.Waits(found.with(change), false);
  }

  @Override
  public List<Scheduled> due(Instant now, int limit, @Nullable Place after) {
    var order = Comparator.comparing(Place::sendAt).thenComparing(Place::id);
    return stored.values().stream()
        .filter(it -> it.failure() == null && !it.sendAt().isAfter(now))
        .filter(it -> after == null || order.compare(it.place(), after) > 0)
        .sorted(Comparator.comparing(Scheduled::place, order))
        .limit(limit)
        .toList();
  }

  @Override
  public @Nullable Scheduled fail(Scheduled scheduled, ErrorCode why, int failedMax) {
    put(scheduled.failed(why));
    return scheduled.failed(why);
  }
}
