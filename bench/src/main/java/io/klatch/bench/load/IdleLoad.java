package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.wire.Io;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Connects many clients that join nothing and measures by how much the server's resident memory
/// grows.
///
/// A first, small crowd comes and goes before, so that loaded classes and compiled code are not
/// counted as connections.
public final class IdleLoad implements Client.Events {

  /// How the server is asked to collect its garbage.
  public enum Gc {
    /// Asks a JVM through `jcmd PID GC.run`.
    jcmd,
    /// Sends SIGUSR2, which the node peer answers with `gc()`.
    signal
  }

  /// Whom to load, and with what.
  ///
  /// @param settle how long the crowd sits idle before memory is read; longer than a heartbeat to
  ///   include one
  public record Settings(
      InetSocketAddress server, long serverPid, Io io, Gc gc, int clients, Duration settle) {}

  private static final int WARM_UP_CLIENTS = 500;
  private static final Duration AFTER_GC = Duration.ofSeconds(3);

  private final Settings settings;
  private final ProcessFigures server;
  private final Crowd crowd;
  private long failures;

  private IdleLoad(Settings settings) {
    this.settings = settings;
    this.server = new ProcessFigures(settings.serverPid());
    this.crowd = new Crowd(settings.server(), settings.io(), _ -> "", this);
  }

  public static Figures run(Settings settings) throws InterruptedException, IOException {
    var warmUp = new IdleLoad(settings);
    try (Crowd crowd = warmUp.crowd) {
      crowd.gather(Math.min(WARM_UP_CLIENTS, settings.clients()));
    }
    var load = new IdleLoad(settings);
    try (Crowd crowd = load.crowd) {
      return load.measure(crowd);
    }
  }

  private Figures measure(Crowd gathering) throws InterruptedException, IOException {
    collect();
    long base = server.residentBytes();
    long start = System.nanoTime();
    gathering.gather(settings.clients());
    double seconds = (System.nanoTime() - start) / 1e9;
    TimeUnit.NANOSECONDS.sleep(settings.settle().toNanos());
    long settled = server.residentBytes();
    collect();
    long collected = server.residentBytes();
    return Figures.empty()
        .with("mode", "memory")
        .with("clients", settings.clients())
        .with("base_mb", base / 1e6)
        .with("bytes_per_connection", (settled - base) / (double) settings.clients())
        .with("bytes_per_connection_after_gc", (collected - base) / (double) settings.clients())
        .with("connect_s", seconds)
        .with("errors", gathering.onLoop(() -> failures));
  }

  private void collect() throws InterruptedException, IOException {
    TimeUnit.NANOSECONDS.sleep(AFTER_GC.toNanos());
    switch (settings.gc()) {
      case jcmd -> new Jcmd(settings.serverPid()).collectGarbage();
      case signal -> signal();
    }
    TimeUnit.NANOSECONDS.sleep(AFTER_GC.toNanos());
  }

  private void signal() throws InterruptedException, IOException {
    var command = List.of("kill", "-USR2", Long.toString(settings.serverPid()));
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException(command + " ended with " + exit);
    }
  }

  @Override
  public void connected(Client client) {
    crowd.ready();
  }

  @Override
  public void event(Client client, ByteBuf bytes, int start, int length) {}

  @Override
  public void answered(Client client, int id, String json) {}

  @Override
  public void failed(Client client, String reason) {
    failures++;
    crowd.failed(reason);
  }
}
