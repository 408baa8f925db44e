package io.klatch.server;

import io.klatch.domain.chat.Guard;
import io.klatch.domain.chat.Posting;
import io.klatch.domain.schedule.Dispatch;
import io.klatch.domain.schedule.ScheduleListener;
import io.klatch.domain.schedule.Scheduling;
import io.klatch.server.api.ScheduleApi;
import io.klatch.server.delivery.ScheduleNews;
import io.klatch.server.threads.Beat;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/// Messages that are to be sent later, and who sends them.
final class ScheduleWiring {
  /// How late a message may be for want of looking.
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final ScheduleApi api;

  ScheduleWiring(Core core, Posting posting, Guard guard) {
    var store = core.store().scheduled();
    var limits = core.config().chat();
    var listener = counted(new ScheduleNews(core.whisper()), core.meters());
    var scheduling = new Scheduling(store, guard, limits, listener, core.random(), core.clock());
    api = new ScheduleApi(scheduling, core.meters());
    var dispatch = new Dispatch(store, posting, listener, core.clock());
    var _ = core.lifetimes().add("scheduler", new Beat("scheduler", ROUND, dispatch::round));
  }

  ScheduleApi api() {
    return api;
  }

  private static ScheduleListener counted(ScheduleListener told, MeterRegistry meters) {
    return (scheduled, status, seq) -> {
      meters.counter("klatch.scheduled", "status", status.wire()).increment();
      told.changed(scheduled, status, seq);
    };
  }
}
