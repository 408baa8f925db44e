package io.klatch.server.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/// Counts what is sent, by what became of it, and how long it took.
record PostMeter(MeterRegistry meters) {
  Reply counting(Supplier<Reply> post) {
    var sample = Timer.start(meters);
    var reply = post.get();
    sample.stop(meters.timer("klatch.post.duration"));
    meters.counter("klatch.posts", "result", result(reply)).increment();
    return reply;
  }

  private static String result(Reply reply) {
    return switch (reply) {
      case Reply.Ok(_, var made) -> made ? "stored" : "deduplicated";
      case Reply.Refused(var code, _, _, _) -> code.wire();
    };
  }
}
