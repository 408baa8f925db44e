package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Latencies;
import io.klatch.bench.wire.Io;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
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
public final class BroadcastLoad implements WireClient.Events {

  /// Whom to load, and with what.
  ///
  /// @param serverPid whose CPU time is counted
  /// @param slots messages in flight
  public record Settings(
      InetSocketAddress server,
      long serverPid,
      Io io,
      int clients,
      int slots,
      Duration warmUp,
      Duration measured) {}

  private static final String SAID = "[\"said\",\"";
  private static final int TIME_DIGITS = 16;
  private static final int SLOT_DIGITS = 4;

  /// With it a `said` packet has 112 bytes.
  private static final String FILLER = "klatch ".repeat(12).substring(0, 80);

  private static final int TEXT_END_BYTES = 2;
  private static final int SAID_BYTES =
      SAID.length() + TIME_DIGITS + SLOT_DIGITS + FILLER.length() + TEXT_END_BYTES;
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Settings settings;
  private final Crowd crowd;
  private final Latencies latencies = new Latencies();
  private boolean saying;
  private boolean measuring;
  private boolean closedLoop;
  private long said;
  private long delivered;
  private long errors;
  private String firstError = "";
  private long dueNanos;
  private long intervalNanos;

  private BroadcastLoad(Settings settings) {
    this.settings = settings;
    this.crowd = new Crowd(settings.server(), settings.io(), _ -> "", this);
  }

  public static Figures run(Settings settings) throws InterruptedException {
    var load = new BroadcastLoad(settings);
    try (Crowd crowd = load.crowd) {
      crowd.gather(settings.clients());
      Figures figures = Figures.empty().with("mode", "broadcast");
      double perSecond = load.measure(figures, "", load::startClosedLoop);
      double saysPerSecond = perSecond / settings.clients() / 2;
      figures.with("half_says_per_s", saysPerSecond);
      load.measure(figures, "half_", () -> load.startOpenLoop(saysPerSecond));
      return figures.with("errors", load.errors).with("first_error", load.firstError);
    }
  }

  @Override
  public void connected(WireClient client) {
    client.send("420[\"join\",{\"room\":\"bench\"}]");
  }

  @Override
  public void answered(WireClient client, int id, String json) {
    crowd.ready();
  }

  @Override
  public void event(WireClient client, ByteBuf bytes, int start, int length) {
    if (length != SAID_BYTES || bytes.getByte(start + SAID.length() - 1) != '"') {
      error("unexpected event of " + length + " bytes");
      return;
    }
    int time = start + SAID.length();
    delivered++;
    if (measuring) {
      latencies.record(client.readAtNanos() - hexadecimal(bytes, time, TIME_DIGITS));
    }
    if (closedLoop) {
      int slot = (int) hexadecimal(bytes, time + TIME_DIGITS, SLOT_DIGITS);
      if (senderOf(slot) == client.number()) {
        say(slot, System.nanoTime());
      }
    }
  }

  @Override
  public void failed(WireClient client, String reason) {
    crowd.failed(reason);
    error(reason);
  }

  /// @return deliveries per second
  private double measure(Figures figures, String prefix, Runnable start)
      throws InterruptedException {
    crowd.onLoop(() -> {
      start.run();
      return true;
    });
    TimeUnit.NANOSECONDS.sleep(settings.warmUp().toNanos());
    CpuWindow window = crowd.onLoop(this::openWindow);
    TimeUnit.NANOSECONDS.sleep(settings.measured().toNanos());
    double perSecond = crowd.onLoop(() -> closeWindow(window, figures, prefix));
    drain();
    return perSecond;
  }

  private CpuWindow openWindow() {
    latencies.clear();
    measuring = true;
    return CpuWindow.open(settings.serverPid());
  }

  private double closeWindow(CpuWindow window, Figures figures, String prefix) {
    measuring = false;
    saying = false;
    closedLoop = false;
    double perSecond = latencies.count() / window.seconds();
    figures.with(prefix + "deliveries_per_s", perSecond).with(prefix, latencies);
    window.close(figures, prefix, latencies.count());
    return perSecond;
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
        error(lost + " deliveries missing");
        return errors += lost;
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
    String text = String.format(Locale.ROOT, "%016x%04x%s", timeNanos, slot, FILLER);
    crowd
        .clients()
        .get(senderOf(slot))
        .send("42[\"say\",{\"room\":\"bench\",\"text\":\"" + text + "\"}]");
  }

  /// The senders are spread over the crowd.
  private int senderOf(int slot) {
    return slot * settings.clients() / settings.slots();
  }

  private void error(String what) {
    if (errors == 0) {
      firstError = what;
    }
    errors++;
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
