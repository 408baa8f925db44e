package io.klatch.server;

import io.klatch.domain.event.CommitListener;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.typing.TypingBoard;
import io.klatch.server.delivery.Arrivals;
import io.klatch.server.delivery.CommitQueue;
import io.klatch.server.webhooks.LogBell;
import java.util.List;

/// Who hears of each commit on the writer's thread: the queue of what is to be delivered last, so
/// that the others know of it before a client does.
record Hearers(TypingBoard typing, Arrivals arrivals, LogBell bell, CommitQueue commits)
    implements CommitListener {
  @Override
  public void committed(List<LogEvent> events) {
    typing.committed(events);
    arrivals.committed(events);
    bell.committed(events);
    commits.committed(events);
  }
}
