package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Latencies;
import java.util.Locale;

/// What both durable runs send, so that the server and the store alone get the same work: every
/// sender has a direct conversation of its own, with someone who is not connected, and sends the
/// next message when the last is stored.
final class Sends {

  private static final String TEXT = "klatch ".repeat(29).substring(0, 200);

  private Sends() {}

  static String user(int sender) {
    return "sender-" + sender;
  }

  /// What others are shown.
  static String name(int sender) {
    return "Sender " + sender;
  }

  static String peer(int sender) {
    return "peer-" + sender;
  }

  /// The CONNECT payload.
  static String auth(String token) {
    return "{\"token\":\"" + token + "\"}";
  }

  static String text() {
    return TEXT;
  }

  /// Unique, as a client that wants safe retries makes it.
  static String clientMessageId(int sender, long number) {
    return String.format(Locale.ROOT, "bench-%d-%d", sender, number);
  }

  static Figures figures(String mode, int senders, double seconds, Latencies latencies) {
    return Figures.empty()
        .with("mode", mode)
        .with("senders", senders)
        .with("sends_per_s", latencies.count() / seconds)
        .with("", latencies);
  }
}
