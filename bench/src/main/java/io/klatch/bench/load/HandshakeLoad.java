package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Latencies;
import io.klatch.bench.wire.Io;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Clients that come and go: TCP, WebSocket upgrade, Engine.IO open, CONNECT; when that is answered
/// the client hangs up and the next comes in its place. The time counts from the first SYN.
///
/// The fields are confined to the crowd's loop.
public final class HandshakeLoad implements Client.Events {

  /// Whom to load, and with what.
  ///
  /// @param serverPid whose CPU time is counted
  /// @param inFlight clients that shake hands at a time
  public record Settings(
      InetSocketAddress server,
      long serverPid,
      Io io,
      int inFlight,
      Duration warmUp,
      Duration measured) {}

  private final Settings settings;
  private final Crowd crowd;
  private final long[] startedNanos;
  private final Latencies latencies = new Latencies();
  private boolean coming;
  private boolean measuring;
  private final Errors errors = new Errors();

  private HandshakeLoad(Settings settings) {
    this.settings = settings;
    this.crowd = new Crowd(settings.server(), settings.io(), _ -> "", this);
    this.startedNanos = new long[settings.inFlight()];
  }

  public static Figures run(Settings settings) throws InterruptedException {
    var load = new HandshakeLoad(settings);
    try (Crowd gathering = load.crowd) {
      gathering.gather(settings.inFlight());
      return load.measure();
    }
  }

  @Override
  public void connected(Client client) {
    if (measuring) {
      latencies.record(client.readAtNanos() - startedNanos[client.number()]);
    }
    if (coming) {
      follow(client);
    } else {
      crowd.ready();
    }
  }

  @Override
  public void event(Client client, ByteBuf bytes, int start, int length) {}

  @Override
  public void answered(Client client, int id, String json) {}

  @Override
  public void failed(Client client, String reason) {
    crowd.failed(reason);
    errors.add(client, reason);
    if (coming) {
      follow(client);
    }
  }

  private Figures measure() throws InterruptedException {
    return new Stretch(crowd, settings.serverPid(), settings.warmUp(), settings.measured())
        .run(this::begin, this::open, this::close);
  }

  private void begin() {
    coming = true;
    crowd.clients().stream().toList().forEach(this::follow);
  }

  private void open() {
    latencies.clear();
    measuring = true;
  }

  private Figures close(CpuWindow window) {
    measuring = false;
    coming = false;
    Figures figures =
        Figures.empty()
            .with("mode", "handshakes")
            .with("in_flight", settings.inFlight())
            .with("handshakes_per_s", latencies.count() / window.seconds())
            .with("", latencies);
    return errors.in(window.close(figures, "", latencies.count()));
  }

  private void follow(Client gone) {
    gone.leave();
    startedNanos[gone.number()] = System.nanoTime();
    crowd.start(gone.number());
  }
}
