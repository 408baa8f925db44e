package io.klatch.bench.load;

import io.klatch.bench.wire.Io;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/// Clients of one server on one event loop.
///
/// Everything that happens to them happens on that loop, and so does every access to the fields;
/// the thread that runs the measurement hands work over with [#onLoop].
final class Crowd implements AutoCloseable {

  /// As many handshakes at a time keep the server busy and its accept queue short.
  private static final int ARRIVING_MAX = 128;

  private static final int READ_BYTES = 16_384;

  /// A link to the folder that is named like the thread that asks.
  private static final Path THIS_THREAD = Path.of("/proc/thread-self");

  private static final Duration ARRIVAL_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration LOOP_TIMEOUT = Duration.ofSeconds(30);

  private final InetSocketAddress server;
  private final Io io;
  private final IoEventLoopGroup group;
  private final EventLoop loop;
  private final Maker maker;
  private final List<Client> clients = new ArrayList<>();
  private CompletableFuture<Void> complete = new CompletableFuture<>();
  private int wanted;
  private int webSockets;
  private Client.Parser parser = Client.Parser.json;
  private int ready;

  /// Makes the client of a channel, by its number, counted from 0.
  interface Maker {
    Client in(Channel channel, int number);
  }

  /// Clients of Socket.IO.
  ///
  /// @param auths the JSON a client sends with CONNECT, by the client's number
  Crowd(InetSocketAddress server, Io io, IntFunction<String> auths, Client.Events events) {
    this(server, io, io.loops(1), auths, events);
  }

  /// As above.
  ///
  /// @param group of one loop; closed with the crowd
  Crowd(
      InetSocketAddress server,
      Io io,
      IoEventLoopGroup group,
      IntFunction<String> auths,
      Client.Events events) {
    this.server = server;
    this.io = io;
    this.group = group;
    this.loop = group.next();
    this.maker =
        (channel, number) ->
            number < webSockets
                ? WebSocketClient.in(channel, number, parser, auths.apply(number), events)
                : PollingClient.in(channel, number, parser, auths.apply(number), events);
  }

  Crowd(InetSocketAddress server, Io io, Maker maker) {
    this.server = server;
    this.io = io;
    this.group = io.loops(1);
    this.loop = group.next();
    this.maker = maker;
  }

  EventLoop loop() {
    return loop;
  }

  List<Client> clients() {
    return clients;
  }

  /// Waits until [#ready] was called for each of `count` clients, those among them who are here
  /// already.
  void gather(int count) {
    gather(count, 0, Client.Parser.json);
  }

  /// As above; the last `polling` of them come over HTTP long polling, the others over WebSocket.
  void gather(int count, int polling, Client.Parser parserOfAll) {
    CompletableFuture<Void> all =
        onLoop(() -> {
          wanted = count;
          webSockets = count - polling;
          parser = parserOfAll;
          complete = new CompletableFuture<>();
          startMore();
          return complete;
        });
    await(all, ARRIVAL_TIMEOUT);
  }

  /// To be called on the loop when a client has done what must precede the measurement.
  void ready() {
    ready++;
    if (ready == wanted) {
      complete.complete(null);
    }
    startMore();
  }

  /// To be called on the loop when a client has failed; matters only while the crowd gathers.
  void failed(String reason) {
    complete.completeExceptionally(new IllegalStateException("a client failed: " + reason));
  }

  <T> T onLoop(Callable<T> work) {
    var done = new CompletableFuture<T>();
    loop.execute(() -> {
      try {
        done.complete(work.call());
      } catch (Exception failed) {
        done.completeExceptionally(failed);
      }
    });
    return await(done, LOOP_TIMEOUT);
  }

  /// Keeps the loop on these cores of Linux.
  ///
  /// @param cores as `taskset -c` takes them
  void confine(String cores) throws InterruptedException, IOException {
    String thread = onLoop(() -> THIS_THREAD.toRealPath().getFileName().toString());
    var taskset = new ProcessBuilder("taskset", "-cp", cores, thread);
    int exit = taskset.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException("taskset cannot keep a thread on " + cores + ": " + exit);
    }
  }

  @Override
  public void close() {
    onLoop(() -> {
      clients.forEach(Client::leave);
      return clients.size();
    });
    var _ = group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void startMore() {
    while (clients.size() < wanted && clients.size() - ready < ARRIVING_MAX) {
      start(clients.size());
    }
  }

  /// The client of this number, in the place of the one that had it; to be called on the loop.
  void start(int number) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(io.client())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    settle(number, channel);
                  }
                })
            .connect(server);
    var _ =
        connecting.addListener(result -> {
          if (!result.isSuccess()) {
            clients.get(number).fail("connecting: " + result.cause());
          }
        });
  }

  private void settle(int number, Channel channel) {
    Client client = maker.in(channel, number);
    if (number < clients.size()) {
      clients.set(number, client);
    } else {
      clients.add(client);
    }
  }

  static <T> T await(CompletableFuture<T> future, Duration timeout) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException("nothing within " + timeout, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
