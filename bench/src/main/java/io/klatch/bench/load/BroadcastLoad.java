package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Latencies;
import io.klatch.bench.wire.Io;
import io.klatch.bench.wire.Msgpack;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One room; `say` by a few, `said` to all.
///
/// First a closed loop finds the most the server delivers: a slot says its next text when the last
/// one came back to its sender. Then an open loop at half of that shows the latency of a server
/// that is not saturated; there the time of a message counts from when it was due, so a server that
/// falls behind cannot hide it.
///
/// The text carries when it was said and by which slot: `tttttttttttttttt` `ssss`, both
/// hexadecimal, then filler. The fields are confined to the crowd's loop.
public final class BroadcastLoad implements Client.Events, AutoCloseable {

  /// Whom to load, and with what.
  ///
  /// @param serverPid whose CPU time is counted
  /// @param jvm whether the server is one, which then tells what it allocates
  /// @param polling how many of the clients listen over HTTP long polling; none of them says a
  ///   thing
  /// @param slots messages in flight
  /// @param bytes of the text
  /// @param awake whether the load generator does not sleep while it measures (`Wakefulness`)
  public record Settings(
      InetSocketAddress server,
      long serverPid,
      boolean jvm,
      Io io,
      int clients,
      int polling,
      int slots,
      int bytes,
      Payload payload,
      boolean awake,
      Duration warmUp,
      Duration measured) {
    public Settings {
      if (clients - polling < slots) {
        throw new IllegalArgumentException(
            "%d clients of which %d poll leave no %d who say something"
                .formatted(clients, polling, slots));
      }
      if (bytes < TEXT_BYTES_MIN || bytes > TEXT_BYTES_MAX) {
        throw new IllegalArgumentException(
            "%d bytes of text, allowed is %d to %d"
                .formatted(bytes, TEXT_BYTES_MIN, TEXT_BYTES_MAX));
      }
    }

    String shape() {
      return "%,d clients%s, %,d bytes of %s, %d in flight%s"
          .formatted(
              clients,
              polling == 0 ? "" : ", %,d of them polling".formatted(polling),
              bytes,
              payload,
              slots,
              awake ? ", the load generator awake" : "");
    }
  }

  /// How the text travels.
  public enum Payload {
    /// As a JSON string.
    text,
    /// As an attachment in a frame of its own.
    binary,
    /// As a string, all packets in msgpack.
    msgpack;

    private Client.Parser parser() {
      return this == msgpack ? Client.Parser.msgpack : Client.Parser.json;
    }
  }

  private static final String SAY = "42[\"say\",{\"room\":\"bench\",\"text\":";
  private static final String SAY_BINARY = "451-[\"say\",{\"room\":\"bench\",\"text\":";
  private static final String SAID = "[\"said\",\"";
  private static final int TIME_DIGITS = 16;
  private static final int SLOT_DIGITS = 4;

  private static final int TEXT_BYTES_MIN = TIME_DIGITS + SLOT_DIGITS;
  private static final int TEXT_BYTES_MAX = 60_000;
  private static final int TEXT_END_BYTES = 2;

  /// netty-socketio puts this byte before every attachment, as version 3 of Engine.IO had it
  /// (github.com/mrniko/netty-socketio/issues/940).
  private static final byte SURPLUS = 4;

  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Duration JOIN_TIMEOUT = Duration.ofMinutes(2);

  private final Settings settings;
  private final Wakefulness wakefulness = new Wakefulness();
  private final Crowd crowd;
  private final String filler;
  private final Latencies latencies = new Latencies();
  private boolean saying;
  private boolean measuring;
  private boolean closedLoop;
  private long said;
  private long delivered;
  private final Errors errors = new Errors();
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private long idleBeforeNanos;
  private long dueNanos;
  private long intervalNanos;

  BroadcastLoad(Settings settings) {
    this.settings = settings;
    var io = settings.io();
    var loops = settings.awake() ? io.loops(1, wakefulness) : io.loops(1);
    this.crowd = new Crowd(settings.server(), io, loops, _ -> "", this);
    this.filler =
        "klatch ".repeat(settings.bytes()).substring(0, settings.bytes() - TEXT_BYTES_MIN);
  }

  public static Figures run(Settings settings) throws InterruptedException, IOException {
    try (var load = new BroadcastLoad(settings)) {
      load.gather();
      Figures figures = Figures.empty().with("mode", "broadcast").with("shape", settings.shape());
      double perSecond = load.closedLoop(figures, settings.warmUp());
      double saysPerSecond = perSecond / settings.clients() / 2;
      figures.with("half_says_per_s", saysPerSecond);
      Allocated before = load.allocated();
      load.measure(figures, "half_", settings.warmUp(), () -> load.startOpenLoop(saysPerSecond));
      figures.with("allocated_per_delivery", load.allocated().perDeliverySince(before));
      return load.errors.in(figures);
    }
  }

  /// Connects the clients and has them join, one after the other: a server that sends in the order
  /// in which they came then sends to the clients who speak at the same points of its round as any
  /// other server does.
  void gather() {
    crowd.gather(settings.clients(), settings.polling(), settings.payload().parser());
    crowd.onLoop(() -> {
      join(crowd.clients().getFirst());
      return true;
    });
    Crowd.await(joined, JOIN_TIMEOUT);
  }

  /// The most that the server delivers, measured once; may be called again.
  ///
  /// @return deliveries per second
  double closedLoop(Figures figures, Duration warmUp) throws InterruptedException {
    double perSecond = measure(figures, "", warmUp, this::startClosedLoop);
    if (perSecond == 0) {
      throw new IllegalStateException("nothing was delivered; first error: " + errors.first());
    }
    return perSecond;
  }

  Errors errors() {
    return errors;
  }

  /// As `Crowd.confine`.
  void confine(String cores) throws InterruptedException, IOException {
    crowd.confine(cores);
  }

  @Override
  public void close() {
    crowd.close();
  }

  /// Who polls joins at once, because it cannot say anything while it waits for an answer.
  @Override
  public void connected(Client client) {
    if (polls(client)) {
      join(client);
    } else {
      crowd.ready();
    }
  }

  private boolean polls(Client client) {
    return client.number() >= settings.clients() - settings.polling();
  }

  private void join(Client client) {
    switch (settings.payload()) {
      case text, binary -> client.send("420[\"join\",{\"room\":\"bench\"}]");
      case msgpack -> {
        var data = List.of("join", Map.of("room", "bench"));
        client.send(
            Msgpack.write(Map.of("type", Msgpack.EVENT, "nsp", "/", "id", 0, "data", data)));
      }
    }
  }

  @Override
  public void answered(Client client, int id, String json) {
    int next = client.number() + 1;
    if (polls(client)) {
      crowd.ready();
    } else if (next < settings.clients() - settings.polling()) {
      join(crowd.clients().get(next));
    } else {
      joined.complete(null);
    }
  }

  @Override
  public void event(Client client, ByteBuf bytes, int start, int length) {
    int textBytes = length - SAID.length() - TEXT_END_BYTES;
    if (settings.payload() != Payload.text || textBytes != settings.bytes()) {
      errors.add("unexpected event of " + length + " bytes");
      return;
    }
    delivered(client, bytes, start + SAID.length());
  }

  @Override
  public void attachment(Client client, ByteBuf bytes, int start, int length) {
    int text = textOf(bytes, start, length);
    if (text < 0) {
      errors.add("unexpected attachment of " + length + " bytes");
      return;
    }
    delivered(client, bytes, text);
  }

  @Override
  public void failed(Client client, String reason) {
    crowd.failed(reason);
    joined.completeExceptionally(new IllegalStateException("a client failed: " + reason));
    errors.add(client, reason);
  }

  /// Where it begins; -1 when this is not what was said.
  private int textOf(ByteBuf bytes, int start, int length) {
    return switch (settings.payload()) {
      case text -> -1;
      case binary -> {
        int surplus = length == settings.bytes() + 1 && bytes.getByte(start) == SURPLUS ? 1 : 0;
        yield length - surplus == settings.bytes() ? start + surplus : -1;
      }
      case msgpack -> Msgpack.textBehind(bytes, start, length, "said", settings.bytes());
    };
  }

  private void delivered(Client client, ByteBuf bytes, int text) {
    delivered++;
    if (measuring) {
      latencies.record(client.readAtNanos() - hexadecimal(bytes, text, TIME_DIGITS));
    }
    if (closedLoop) {
      int slot = (int) hexadecimal(bytes, text + TIME_DIGITS, SLOT_DIGITS);
      if (senderOf(slot) == client.number()) {
        say(slot, System.nanoTime());
      }
    }
  }

  /// @return deliveries per second
  private double measure(Figures figures, String prefix, Duration warmUp, Runnable start)
      throws InterruptedException {
    wakefulness.setOn(settings.awake());
    double perSecond =
        new Stretch(crowd, settings.serverPid(), warmUp, settings.measured())
            .run(start, this::openWindow, window -> closeWindow(window, figures, prefix));
    drain();
    wakefulness.setOn(false);
    return perSecond;
  }

  private void openWindow() {
    latencies.clear();
    idleBeforeNanos = wakefulness.idleNanos();
    measuring = true;
  }

  private double closeWindow(CpuWindow window, Figures figures, String prefix) {
    measuring = false;
    saying = false;
    closedLoop = false;
    double perSecond = latencies.count() / window.seconds();
    figures.with(prefix + "deliveries_per_s", perSecond).with(prefix, latencies);
    window.close(figures, prefix, latencies.count());
    if (settings.awake()) {
      double idleSeconds = (wakefulness.idleNanos() - idleBeforeNanos) / 1e9;
      figures.with(prefix + "load_cpu", 1 - idleSeconds / window.seconds());
    }
    return perSecond;
  }

  /// To be called while nothing is under way, so that both figures belong together.
  private Allocated allocated() throws InterruptedException, IOException {
    long bytes = settings.jvm() ? new Jcmd(settings.serverPid()).allocatedBytes() : 0;
    return new Allocated(bytes, crowd.onLoop(() -> delivered));
  }

  private record Allocated(long bytes, long deliveries) {
    double perDeliverySince(Allocated before) {
      return (bytes - before.bytes) / (double) (deliveries - before.deliveries);
    }
  }

  /// What was said must reach everyone; the rest counts as errors.
  private void drain() throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (missing() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    long lost = missing();
    if (lost > 0) {
      crowd.onLoop(() -> {
        errors.add(lost, lost + " deliveries missing");
        return lost;
      });
    }
  }

  private long missing() {
    return crowd.onLoop(() -> said * settings.clients() - delivered);
  }

  private void startClosedLoop() {
    saying = true;
    closedLoop = true;
    for (int slot = 0; slot < settings.slots(); slot++) {
      say(slot, System.nanoTime());
    }
  }

  private void startOpenLoop(double saysPerSecond) {
    saying = true;
    intervalNanos = (long) (1e9 / saysPerSecond);
    dueNanos = System.nanoTime();
    sayWhatIsDue();
  }

  private void sayWhatIsDue() {
    for (int slot = 0; saying && dueNanos <= System.nanoTime(); slot++) {
      say(slot % settings.slots(), dueNanos);
      dueNanos += intervalNanos;
    }
    if (saying) {
      var _ =
          crowd
              .loop()
              .schedule(this::sayWhatIsDue, dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  private void say(int slot, long timeNanos) {
    said++;
    String text = String.format(Locale.ROOT, "%016x%04x%s", timeNanos, slot, filler);
    Client sender = crowd.clients().get(senderOf(slot));
    switch (settings.payload()) {
      case text -> sender.send(SAY + "\"" + text + "\"}]");
      case binary ->
          sender.send(
              SAY_BINARY + "{\"_placeholder\":true,\"num\":0}}]",
              text.getBytes(StandardCharsets.US_ASCII));
      case msgpack -> {
        var data = List.of("say", Map.of("room", "bench", "text", text));
        sender.send(Msgpack.write(Map.of("type", Msgpack.EVENT, "nsp", "/", "data", data)));
      }
    }
  }

  /// The senders are spread over those who do not poll.
  private int senderOf(int slot) {
    return slot * (settings.clients() - settings.polling()) / settings.slots();
  }

  private static long hexadecimal(ByteBuf bytes, int start, int digits) {
    long value = 0;
    for (int i = start; i < start + digits; i++) {
      int digit = bytes.getByte(i);
      value = value << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return value;
  }
}
