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
import java.util.function.IntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
  void broadcast(
      @Option(names = "--port", required = true) int port,
      @Option(names = "--pid", required = true) long pid,
      @Option(names = "--io", defaultValue = "epoll") Io io,
      @Option(names = "--clients", defaultValue = "500") int clients,
      @Option(names = "--jvm") boolean jvm,
      @Option(names = "--polling", defaultValue = "0") int polling,
      @Option(names = "--bytes", defaultValue = "100") int bytes,
      @Option(names = "--payload", defaultValue = "text") BroadcastLoad.Payload payload,
      @Option(names = "--in-flight", defaultValue = "4") int inFlight,
      @Option(names = "--warm-up", defaultValue = "3") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "6") int seconds)
      throws InterruptedException, IOException {
    var settings =
        new BroadcastLoad.Settings(
            local(port),
            pid,
            jvm,
            io,
            clients,
            polling,
            inFlight,
            bytes,
            payload,
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds));
    System.out.println(BroadcastLoad.run(settings).line());
  }

  @Command(name = "pairs")
  void pairs(
      @Option(names = "--port", required = true, split = ",", arity = "1") List<Integer> ports,
      @Option(names = "--pid", required = true, split = ",", arity = "1") List<Long> pids,
      @Option(names = "--io", defaultValue = "epoll") Io io,
      @Option(names = "--clients", defaultValue = "500") int clients,
      @Option(names = "--bytes", defaultValue = "100") int bytes,
      @Option(names = "--payload", defaultValue = "text") BroadcastLoad.Payload payload,
      @Option(names = "--in-flight", defaultValue = "4") int inFlight,
      @Option(names = "--pairs", defaultValue = "15") int pairs,
      @Option(names = "--warm-up", defaultValue = "10") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "2") int seconds)
      throws InterruptedException {
    IntFunction<BroadcastLoad.Settings> of =
        i ->
            new BroadcastLoad.Settings(
                local(ports.get(i)),
                pids.get(i),
                false,
                io,
                clients,
                0,
                inFlight,
                bytes,
                payload,
                Duration.ofSeconds(warmUpSeconds),
                Duration.ofSeconds(seconds));
    var settings = new PairsLoad.Settings(of.apply(0), of.apply(1), pairs);
    System.out.println(PairsLoad.run(settings).line());
  }

  @Command(name = "memory")
  void memory(
      @Option(names = "--port", required = true) int port,
      @Option(names = "--pid", required = true) long pid,
      @Option(names = "--io", defaultValue = "epoll") Io io,
      @Option(names = "--gc", defaultValue = "jcmd") IdleLoad.Gc gc,
      @Option(names = "--clients", defaultValue = "10000") int clients,
      @Option(names = "--settle", defaultValue = "30") int settleSeconds)
      throws InterruptedException, IOException {
    var settings =
        new IdleLoad.Settings(local(port), pid, io, gc, clients, Duration.ofSeconds(settleSeconds));
    System.out.println(IdleLoad.run(settings).line());
  }

  @Command(name = "handshakes")
  void handshakes(
      @Option(names = "--port", required = true) int port,
      @Option(names = "--pid", required = true) long pid,
      @Option(names = "--io", defaultValue = "epoll") Io io,
      @Option(names = "--in-flight", defaultValue = "64") int inFlight,
      @Option(names = "--warm-up", defaultValue = "3") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "6") int seconds)
      throws InterruptedException {
    var settings =
        new HandshakeLoad.Settings(
            local(port),
            pid,
            io,
            inFlight,
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds));
    System.out.println(HandshakeLoad.run(settings).line());
  }

  @Command(name = "durable")
  void durable(
      @Option(names = "--port", required = true) int port,
      @Option(names = "--pid", required = true) long pid,
      @Option(names = "--io", defaultValue = "epoll") Io io,
      @Option(names = "--senders", defaultValue = "16") int senders,
      @Option(names = "--token", defaultValue = "dev") DurableLoad.Token token,
      @Option(names = "--warm-up", defaultValue = "3") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "6") int seconds)
      throws InterruptedException, IOException {
    var settings =
        new DurableLoad.Settings(
            local(port),
            pid,
            io,
            senders,
            token,
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds));
    System.out.println(DurableLoad.run(settings).line());
  }

  @Command(name = "chat")
  void chat(
      @Option(names = "--port", required = true) int port,
      @Option(names = "--pid", required = true) long pid,
      @Option(names = "--io", defaultValue = "epoll") Io io,
      @Option(names = "--users", defaultValue = "1000") int users,
      @Option(names = "--group", defaultValue = "10") int group,
      @Option(names = "--per-second", defaultValue = "1000") int perSecond,
      @Option(names = "--visits", defaultValue = "20") int visitsPerSecond,
      @Option(names = "--warm-up", defaultValue = "3") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "6") int seconds)
      throws InterruptedException, IOException {
    var settings =
        new ChatLoad.Settings(
            local(port),
            pid,
            io,
            users,
            group,
            perSecond,
            visitsPerSecond,
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds));
    System.out.println(ChatLoad.run(settings).line());
  }

  @Command(name = "members")
  void members(
      @Option(names = "--port", required = true) int port,
      @Option(names = "--pid", required = true) long pid,
      @Option(names = "--data", required = true) Path data,
      @Option(names = "--io", defaultValue = "epoll") Io io,
      @Option(names = "--members", defaultValue = "10") int members,
      @Option(names = "--rounds", defaultValue = "1000") int rounds)
      throws InterruptedException, IOException {
    var settings = new MembersLoad.Settings(local(port), pid, data, io, members, rounds);
    System.out.println(MembersLoad.run(settings).line());
  }

  @Command(name = "rooms")
  void rooms(
      @Option(names = "--port", required = true) int port,
      @Option(names = "--pid", required = true) long pid,
      @Option(names = "--io", defaultValue = "epoll") Io io,
      @Option(names = "--watchers", defaultValue = "1000") int watchers,
      @Option(names = "--per-second", defaultValue = "50") int perSecond,
      @Option(names = "--settle", defaultValue = "30") int settleSeconds,
      @Option(names = "--warm-up", defaultValue = "3") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "6") int seconds)
      throws InterruptedException, IOException {
    var settings =
        new RoomsLoad.Settings(
            local(port),
            pid,
            io,
            watchers,
            perSecond,
            Duration.ofSeconds(settleSeconds),
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds));
    System.out.println(RoomsLoad.run(settings).line());
  }

  @Command(name = "store")
  void store(
      @Option(names = "--data", required = true) Path data,
      @Option(names = "--senders", defaultValue = "16") int senders,
      @Option(names = "--warm-up", defaultValue = "3") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "6") int seconds)
      throws InterruptedException {
    var settings =
        new StoreLoad.Settings(
            data, senders, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
    System.out.println(StoreLoad.run(settings).line());
  }

  @Command(name = "report")
  void report(@Parameters(paramLabel = "FILE") Path file) throws IOException {
    List<Figures> lines = Files.readAllLines(file).stream().map(Figures::parse).toList();
    System.out.print(new Report(lines).markdown());
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
