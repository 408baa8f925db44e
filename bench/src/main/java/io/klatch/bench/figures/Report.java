package io.klatch.bench.figures;

import static io.klatch.bench.figures.Rounds.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Predicate;

/// Markdown tables of the lines that the rounds of a run left, each with `server=` and `round=` put
/// before it by the script.
///
/// A server is named `product` or `product/transport`; the floor on the same transport is the
/// yardstick of its row.
public final class Report {

  private static final String NODE = "node";
  private static final String FLOOR = "floor/";
  private static final double MICROS_PER_MILLI = 1_000;

  /// What is timed in a chat, and what the sources promise of it (F1, F2).
  private static final SequencedMap<String, String> CHAT_TARGETS = new LinkedHashMap<>();

  static {
    CHAT_TARGETS.put("ack", "200");
    CHAT_TARGETS.put("receive", "200");
    CHAT_TARGETS.put("mention", "50");
    CHAT_TARGETS.put("unread", "–");
    CHAT_TARGETS.put("connect", "100");
    CHAT_TARGETS.put("join", "50");
    CHAT_TARGETS.put("history", "100");
  }

  /// What is timed in a room.
  private static final SequencedMap<String, String> ROOM_TIMES = new LinkedHashMap<>();

  static {
    ROOM_TIMES.put("answer", "until a join or leave is answered");
    ROOM_TIMES.put("update", "until a watcher is told");
    ROOM_TIMES.put("behind", "from the answer until a watcher is told");
  }

  private final List<Figures> lines;

  public Report(List<Figures> lines) {
    this.lines = List.copyOf(lines);
  }

  public String markdown() {
    return String.join("\n\n", tables()) + "\n";
  }

  private List<String> tables() {
    var tables = new ArrayList<String>();
    for (String shape : distinct("shape", line -> line.text("mode").equals("broadcast"))) {
      tables.add("%s:\n\n%s".formatted(shape, broadcast(shape)));
    }
    for (String shape : distinct("shape", line -> line.text("mode").equals("pairs"))) {
      tables.add("%s:\n\n%s".formatted(shape, pairs(shape)));
    }
    if (has("handshakes")) {
      tables.add(handshakes());
    }
    if (has("memory")) {
      tables.add(memory());
    }
    if (has("durable") || has("store")) {
      tables.add(durable());
    }
    if (has("chat")) {
      tables.add(chat());
    }
    if (has("members")) {
      tables.add(members());
    }
    if (has("rooms")) {
      tables.add(rooms());
    }
    return tables;
  }

  private String broadcast(String shape) {
    var table =
        new Table(
            "server",
            "deliveries/s, median (range)",
            "to node",
            "to its floor",
            "p50 / p99 / p99.9 ms",
            "deliveries per CPU-second",
            "p99 ms at half",
            "bytes allocated per delivery",
            "server / load CPU",
            "errors");
    Predicate<Figures> same = line -> line.text("shape").equals(shape);
    for (String server : distinct("server", same)) {
      String key = "deliveries_per_s";
      Rounds rounds = of(server, same);
      table.row(
          server,
          medianOf(rounds, key),
          ratio(rounds, of(NODE, same), key),
          percent(rounds, of(floorOf(server), same), key),
          threeMillis(rounds, ""),
          whole(rounds.median("per_cpu_s")),
          millis(rounds, "half_p99_us"),
          allocated(rounds),
          decimals(rounds.median("server_cpu")) + " / " + decimals(rounds.max("load_cpu")),
          whole(rounds.sum("errors")));
    }
    return table.toString();
  }

  private PairsReport pairs(String shape) {
    return new PairsReport(
        lines.stream()
            .filter(line -> line.text("mode").equals("pairs"))
            .filter(line -> line.text("shape").equals(shape))
            .toList());
  }

  private String handshakes() {
    var table =
        new Table(
            "server",
            "handshakes/s, median (range)",
            "to node",
            "to its floor",
            "p50 / p99 / p99.9 ms",
            "handshakes per CPU-second",
            "server / load CPU",
            "errors");
    String key = "handshakes_per_s";
    Predicate<Figures> same = line -> line.text("mode").equals("handshakes");
    for (String server : distinct("server", same)) {
      Rounds rounds = of(server, same);
      table.row(
          server,
          medianOf(rounds, key),
          ratio(rounds, of(NODE, same), key),
          percent(rounds, of(floorOf(server), same), key),
          threeMillis(rounds, ""),
          whole(rounds.median("per_cpu_s")),
          decimals(rounds.median("server_cpu")) + " / " + decimals(rounds.max("load_cpu")),
          whole(rounds.sum("errors")));
    }
    return table.toString();
  }

  private String memory() {
    var table =
        new Table(
            "server",
            "clients",
            "bytes per connection, median (range)",
            "to node",
            "after a GC",
            "to node",
            "connect s",
            "errors");
    String plain = "bytes_per_connection";
    String collected = "bytes_per_connection_after_gc";
    Predicate<Figures> memory = line -> line.text("mode").equals("memory");
    for (String clients : distinct("clients", memory)) {
      Predicate<Figures> same = memory.and(line -> line.text("clients").equals(clients));
      Rounds node = of(NODE, same);
      for (String server : distinct("server", same)) {
        Rounds rounds = of(server, same);
        table.row(
            server,
            whole(rounds.median("clients")),
            medianOf(rounds, plain),
            percent(rounds, node, plain),
            medianOf(rounds, collected),
            percent(rounds, node, collected),
            decimals(rounds.median("connect_s")),
            whole(rounds.sum("errors")));
      }
    }
    return table.toString();
  }

  private String durable() {
    var table =
        new Table(
            "senders",
            "what",
            "sends/s, median (range)",
            "to the store alone",
            "to the floor",
            "ack p50 / p99 ms",
            "server / load CPU",
            "errors");
    String key = "sends_per_s";
    for (String senders : distinct("senders", _ -> true)) {
      Predicate<Figures> same = line -> line.text("senders").equals(senders);
      Rounds store = Rounds.of(lines, same.and(line -> line.text("mode").equals("store")));
      Rounds floor = of("floor", same);
      for (String server : distinct("server", same)) {
        Rounds rounds = of(server, same);
        table.row(
            senders,
            server,
            medianOf(rounds, key),
            percent(rounds, store, key),
            percent(rounds, floor, key),
            millis(rounds, "p50_us") + " / " + millis(rounds, "p99_us"),
            decimals(rounds.median("server_cpu")) + " / " + decimals(rounds.max("load_cpu")),
            whole(rounds.sum("errors")));
      }
    }
    return table.toString();
  }

  /// One row for each thing that was timed, over all rounds.
  private String chat() {
    Rounds rounds = of("klatch", line -> line.text("mode").equals("chat"));
    String about =
        "%s users in groups of %s, %s messages/s, %s deliveries/s; server / load CPU %s / %s; %s errors:"
            .formatted(
                whole(rounds.median("users")),
                whole(rounds.median("group")),
                whole(rounds.median("messages_per_s")),
                whole(rounds.median("deliveries_per_s")),
                decimals(rounds.median("server_cpu")),
                decimals(rounds.max("load_cpu")),
                whole(rounds.sum("errors")));
    var table =
        new Table("what", "target, p99 ms", "p50 / p99 / p99.9 ms", "worst round's p99", "counted");
    CHAT_TARGETS.forEach((what, target) ->
        table.row(
            what,
            target,
            threeMillis(rounds, what + "_"),
            decimals(rounds.max(what + "_p99_us") / MICROS_PER_MILLI),
            whole(rounds.sum(what + "_count"))));
    return about + "\n\n" + table;
  }

  /// One row for each number of watchers and thing that was timed, over all rounds.
  private String rooms() {
    var memory =
        new Table(
            "watchers",
            "bytes per watcher, median (range)",
            "after a GC",
            "heap, after a GC",
            "joins and leaves/s",
            "updates/s",
            "server / load CPU",
            "errors");
    var times = new Table("watchers", "ms", "p50 / p99 / p99.9", "max", "counted");
    for (String watchers : distinct("watchers", line -> line.text("mode").equals("rooms"))) {
      Rounds rounds = Rounds.of(lines, line -> line.text("watchers").equals(watchers));
      String count = whole(Double.parseDouble(watchers));
      memory.row(
          count,
          medianOf(rounds, "bytes_per_watcher"),
          medianOf(rounds, "bytes_per_watcher_after_gc"),
          medianOf(rounds, "heap_per_watcher"),
          whole(rounds.median("changes_per_s")),
          whole(rounds.median("updates_per_s")),
          decimals(rounds.median("server_cpu")) + " / " + decimals(rounds.max("load_cpu")),
          whole(rounds.sum("errors")));
      ROOM_TIMES.forEach((what, name) ->
          times.row(
              count,
              name,
              threeMillis(rounds, what + "_"),
              decimals(rounds.max(what + "_max_us") / MICROS_PER_MILLI),
              whole(rounds.sum(what + "_count"))));
    }
    return memory + "\n\n" + times;
  }

  private String members() {
    var table =
        new Table(
            "members",
            "what",
            "rows added",
            "bytes written",
            "server CPU µs",
            "answer p50 / p99 ms",
            "errors");
    for (String members : distinct("members", line -> line.text("mode").equals("members"))) {
      Rounds rounds = Rounds.of(lines, line -> line.text("members").equals(members));
      for (String what : List.of("message", "receipt", "typing")) {
        table.row(
            whole(Double.parseDouble(members)),
            what,
            decimals(rounds.median(what + "_rows")),
            whole(rounds.median(what + "_bytes")),
            whole(rounds.median(what + "_cpu_us")),
            millis(rounds, what + "_p50_us") + " / " + millis(rounds, what + "_p99_us"),
            whole(rounds.sum("errors")));
      }
    }
    return table.toString();
  }

  private boolean has(String mode) {
    return lines.stream().anyMatch(line -> line.text("mode").equals(mode));
  }

  private Rounds of(String server, Predicate<Figures> which) {
    return Rounds.of(lines, which.and(line -> line.text("server").equals(server)));
  }

  private List<String> distinct(String key, Predicate<Figures> which) {
    return lines.stream()
        .filter(which)
        .map(line -> line.text(key))
        .filter(value -> !value.isEmpty())
        .distinct()
        .toList();
  }

  /// The floor on the transport of the server's name; epoll for the others.
  private static String floorOf(String server) {
    int slash = server.indexOf('/');
    return FLOOR + (slash < 0 ? "epoll" : server.substring(slash + 1));
  }

  private static String ratio(Rounds rounds, Rounds to, String key) {
    OptionalDouble ratio = rounds.ratio(to, key);
    return ratio.isEmpty() ? "–" : decimals(ratio.getAsDouble());
  }

  private static String percent(Rounds rounds, Rounds to, String key) {
    OptionalDouble ratio = rounds.ratio(to, key);
    return ratio.isEmpty() ? "–" : whole(100 * ratio.getAsDouble()) + " %";
  }

  private static String millis(Rounds rounds, String key) {
    return decimals(rounds.median(key) / MICROS_PER_MILLI);
  }

  /// A dash for a server that cannot tell.
  private static String allocated(Rounds rounds) {
    double bytes = rounds.median("allocated_per_delivery");
    return bytes > 0 ? whole(bytes) : "–";
  }

  private static String threeMillis(Rounds rounds, String prefix) {
    return String.join(
        " / ",
        millis(rounds, prefix + "p50_us"),
        millis(rounds, prefix + "p99_us"),
        millis(rounds, prefix + "p999_us"));
  }

  private static String medianOf(Rounds rounds, String key) {
    return whole(rounds.median(key)) + " (" + rounds.range(key) + ")";
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
