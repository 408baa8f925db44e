package io.klatch.domain.event;

import java.util.List;

/// Port: hears each commit, in commit order, on the writer's thread and before any sender gets its
/// acknowledgement. Must neither block nor throw: it queues.
@FunctionalInterface
public interface CommitListener {
  void committed(List<LogEvent> events);
}
