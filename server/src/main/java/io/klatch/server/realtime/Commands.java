package io.klatch.server.realtime;

import java.util.Map;

/// The events of one capability. Each has one class of these, and [Realtime] takes them all.
@FunctionalInterface
public interface Commands {
  /// Adds each event's listener under its name. Names of different capabilities do not collide.
  void addTo(Map<String, Answering> events);

  /// A listener whose refusals are the event `error` where nobody wants an acknowledgement.
  static Answering on(Command command) {
    return new Answering(command, "error");
  }
}
