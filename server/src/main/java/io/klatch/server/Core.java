package io.klatch.server;

import io.klatch.domain.limit.Allowances;
import io.klatch.domain.typing.TypingBoard;
import io.klatch.server.delivery.Arrivals;
import io.klatch.server.delivery.CommitQueue;
import io.klatch.server.delivery.Fanout;
import io.klatch.server.delivery.Onlookers;
import io.klatch.server.delivery.Resume;
import io.klatch.server.delivery.Viewers;
import io.klatch.server.delivery.Whisper;
import io.klatch.server.storage.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.random.RandomGenerator;

/// What every capability is made from.
///
/// @param random a source nobody can predict
record Core(
    ServerConfig config,
    Lifetimes lifetimes,
    Store store,
    Hearers hearers,
    Delivery delivery,
    Allowances allowances,
    MeterRegistry meters,
    RandomGenerator random,
    Clock clock) {
  CommitQueue commits() {
    return hearers.commits();
  }

  TypingBoard typing() {
    return hearers.typing();
  }

  Arrivals arrivals() {
    return hearers.arrivals();
  }

  Viewers viewers() {
    return delivery.viewers();
  }

  Whisper whisper() {
    return delivery.whisper();
  }

  Resume resume() {
    return delivery.resume();
  }

  /// From the log to the sockets.
  record Delivery(
      Fanout fanout, Viewers viewers, Onlookers onlookers, Whisper whisper, Resume resume) {}
}
