package io.klatch.server.delivery;

import io.klatch.domain.kernel.Seq;
import io.klatch.domain.schedule.ScheduleListener;
import io.klatch.domain.schedule.Scheduled;
import io.klatch.server.delivery.Whisper.Whispered;
import io.klatch.server.json.ScheduledJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells all of a sender's devices what becomes of a scheduled message.
public final class ScheduleNews implements ScheduleListener {
  private final Whisper whisper;

  public ScheduleNews(Whisper whisper) {
    this.whisper = whisper;
  }

  @Override
  public void changed(Scheduled scheduled, Status status, @Nullable Seq seq) {
    var sender = scheduled.sender();
    whisper.toUsers(
        sender.tenant(),
        Set.of(sender.user()),
        new Whispered("scheduled:update", ScheduledJson.of(scheduled, status, seq), false));
  }
}
