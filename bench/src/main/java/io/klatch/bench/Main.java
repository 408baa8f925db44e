package io.klatch.bench;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Report;
import io.klatch.bench.load.BroadcastLoad;
import io.klatch.bench.load.ChatLoad;
import io.klatch.bench.load.DurableLoad;
import io.klatch.bench.load.HandshakeLoad;
import io.klatch.bench.load.IdleLoad;
import io.klatch.bench.load.MembersLoad;
import io.klatch.bench.load.PairsLoad;
import io.klatch.bench.load.RoomsLoad;
import io.klatch.bench.load.StoreLoad;
import io.klatch.bench.wire.Io;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The load generator's command line; each command prints one line of figures. `bench/run` calls
/// it.
@Command(name = "klatch-load")
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Command(name = "broadcast")
  void broadcast(@Mixin Target target, @Mixin Room room, @Mixin Window window)
      throws InterruptedException, IOException {
    System.out.println(BroadcastLoad.run(room.at(target, window, 1)).line());
  }

  @Command(name = "pairs")
  void pairs(
      @Option(names = "--first", required = true, arity = "2") long[] first,
      @Option(names = "--second", required = true, arity = "2") long[] second,
      @Option(names = "--pairs", defaultValue = "15") int pairs,
      @Option(names = "--times", defaultValue = "1") int times,
      @Nullable @Option(names = "--first-load-cores") String coresOfFirst,
      @Mixin Room room,
      @Mixin Window window)
      throws InterruptedException, IOException {
    var settings =
        new PairsLoad.Settings(
            room.at(Target.of(first), window, 1),
            room.at(Target.of(second), window, times),
            pairs,
            coresOfFirst);
    System.out.println(PairsLoad.run(settings).line());
  }

  @Command(name = "memory")
  void memory(
      @Mixin Target target,
      @Option(names = "--gc", defaultValue = "jcmd") IdleLoad.Gc gc,
      @Option(names = "--clients", defaultValue = "10000") int clients,
      @Option(names = "--settle", defaultValue = "30") int settleSeconds)
      throws InterruptedException, IOException {
    var settings =
        new IdleLoad.Settings(
            target.address(),
            target.pid,
            target.io,
            gc,
            clients,
            Duration.ofSeconds(settleSeconds));
    System.out.println(IdleLoad.run(settings).line());
  }

  @Command(name = "handshakes")
  void handshakes(
      @Mixin Target target,
      @Option(names = "--in-flight", defaultValue = "64") int inFlight,
      @Mixin Window window)
      throws InterruptedException {
    var settings =
        new HandshakeLoad.Settings(
            target.address(), target.pid, target.io, inFlight, window.warmUp(), window.measured());
    System.out.println(HandshakeLoad.run(settings).line());
  }

  @Command(name = "durable")
  void durable(
      @Mixin Target target,
      @Option(names = "--senders", defaultValue = "16") int senders,
      @Option(names = "--token", defaultValue = "dev") DurableLoad.Token token,
      @Mixin Window window)
      throws InterruptedException, IOException {
    var settings =
        new DurableLoad.Settings(
            target.address(),
            target.pid,
            target.io,
            senders,
            token,
            window.warmUp(),
            window.measured());
    System.out.println(DurableLoad.run(settings).line());
  }

  @Command(name = "chat")
  void chat(
      @Mixin Target target,
      @Option(names = "--users", defaultValue = "1000") int users,
      @Option(names = "--group", defaultValue = "10") int group,
      @Option(names = "--per-second", defaultValue = "1000") int perSecond,
      @Option(names = "--visits", defaultValue = "20") int visitsPerSecond,
      @Mixin Window window)
      throws InterruptedException, IOException {
    var settings =
        new ChatLoad.Settings(
            target.address(),
            target.pid,
            target.io,
            users,
            group,
            perSecond,
            visitsPerSecond,
            window.warmUp(),
            window.measured());
    System.out.println(ChatLoad.run(settings).line());
  }

  @Command(name = "members")
  void members(
      @Mixin Target target,
      @Option(names = "--data", required = true) Path data,
      @Option(names = "--members", defaultValue = "10") int members,
      @Option(names = "--rounds", defaultValue = "1000") int rounds)
      throws InterruptedException, IOException {
    var settings =
        new MembersLoad.Settings(target.address(), target.pid, data, target.io, members, rounds);
    System.out.println(MembersLoad.run(settings).line());
  }

  @Command(name = "rooms")
  void rooms(
      @Mixin Target target,
      @Option(names = "--watchers", defaultValue = "1000") int watchers,
      @Option(names = "--per-second", defaultValue = "50") int perSecond,
      @Option(names = "--settle", defaultValue = "30") int settleSeconds,
      @Mixin Window window)
      throws InterruptedException, IOException {
    var settings =
        new RoomsLoad.Settings(
            target.address(),
            target.pid,
            target.io,
            watchers,
            perSecond,
            Duration.ofSeconds(settleSeconds),
            window.warmUp(),
            window.measured());
    System.out.println(RoomsLoad.run(settings).line());
  }

  @Command(name = "store")
  void store(
      @Option(names = "--data", required = true) Path data,
      @Option(names = "--senders", defaultValue = "16") int senders,
      @Mixin Window window)
      throws InterruptedException {
    var settings = new StoreLoad.Settings(data, senders, window.warmUp(), window.measured());
    System.out.println(StoreLoad.run(settings).line());
  }

  @Command(name = "report")
  void report(@Parameters(paramLabel = "FILE") Path file) throws IOException {
    List<Figures> lines = Files.readAllLines(file).stream().map(Figures::parse).toList();
    System.out.print(new Report(lines).markdown());
  }

  /// The server that is loaded.
  static final class Target {
    @Option(names = "--port", required = true)
    private int port;

    /// Whose figures of Linux count.
    @Option(names = "--pid", required = true)
    private long pid;

    /// Of the load generator.
    @Option(names = "--io", defaultValue = "epoll")
    private Io io = Io.epoll;

    /// @param portAndPid in this order
    static Target of(long[] portAndPid) {
      var target = new Target();
      target.port = Math.toIntExact(portAndPid[0]);
      target.pid = portAndPid[1];
      return target;
    }

    InetSocketAddress address() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
  }

  /// The part of a run that counts, and what comes before it.
  static final class Window {
    @Option(names = "--warm-up", defaultValue = "3")
    private int warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "6")
    private int seconds;

    Duration warmUp() {
      return Duration.ofSeconds(warmUpSeconds);
    }

    Duration measured() {
      return Duration.ofSeconds(seconds);
    }
  }

  /// The room of a broadcast and what is said in it.
  static final class Room {
    @Option(names = "--clients", defaultValue = "500")
    private int clients;

    @Option(names = "--polling", defaultValue = "0")
    private int polling;

    @Option(names = "--in-flight", defaultValue = "4")
    private int inFlight;

    @Option(names = "--bytes", defaultValue = "100")
    private int bytes;

    @Option(names = "--payload", defaultValue = "text")
    private BroadcastLoad.Payload payload = BroadcastLoad.Payload.text;

    /// The server is a JVM and tells what it allocates.
    @Option(names = "--jvm")
    private boolean jvm;

    @Option(names = "--awake")
    private boolean awake;

    /// @param times as much in flight as said
    BroadcastLoad.Settings at(Target target, Window window, int times) {
      return new BroadcastLoad.Settings(
          target.address(),
          target.pid,
          jvm,
          target.io,
          clients,
          polling,
          inFlight * times,
          bytes,
          payload,
          awake,
          window.warmUp(),
          window.measured());
    }
  }
}
