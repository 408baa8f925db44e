package io.klatch.server;

import io.klatch.server.threads.Threads;
import io.klatch.socketio.Event;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.engine.EngineListener;
import io.klatch.socketio.engine.IoKind;
import io.klatch.socketio.engine.ListenerConfig;
import io.klatch.socketio.engine.RateLimits;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// `klatch bench-server`: the product's engine with its settings, but for how much one address and
/// one client may do, and two events, for a load generator of anyone's: `join {room}` is
/// acknowledged, `say {room, text}` goes to the room as `said` with the text. Nothing is stored and
/// nobody is asked for a token, so it listens on this machine only.
@Command(
    name = "bench-server",
    description = "Serves `join` and `say` for load tests; stores nothing.")
final class BenchServer implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: 3000); 0 picks a free one")
  int port = 3_000;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Event loops (default: one per processor)")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--io",
      paramLabel = "KIND",
      converter = IoName.class,
      description = "epoll, io_uring or nio (default: as the server, epoll where there is one)")
  IoKind io = IoKind.AUTO;

  @Override
  public Integer call() throws StartRefused, InterruptedException {
    try {
      var listener = start(new ListenerConfig("127.0.0.1", port, threads, io));
      Stop.atOnce();
      System.out.println("klatch ready on http://127.0.0.1:" + listener.address().getPort());
      System.out.flush();
    } catch (IllegalArgumentException | IOException e) {
      throw new StartRefused("cannot start the bench server: " + e.getMessage(), e);
    }
    new CountDownLatch(1).await(); // until a signal ends the process
    return 0;
  }

  static EngineListener start(ListenerConfig listener) throws IOException {
    var config = SocketServerConfig.defaults().withEngine(engine());
    var server = new SocketServer(config, Threads.virtual("bench"));
    server
        .of("/")
        .on(
            "join",
            (socket, event) -> {
              socket.join(text(event, "room"));
              event.reply("ok");
            })
        .on(
            "say",
            (socket, event) ->
                socket.namespace().to(text(event, "room")).emit("said", field(event, "text")));
    return EngineListener.start(listener, List.of(server.engine()), Threads.platform("io"), null);
  }

  /// A few of a load's clients say what a crowd would, so nobody is read more slowly.
  private static EngineConfig engine() {
    var engine = OneMachine.engine();
    int max = Integer.MAX_VALUE;
    return engine.withLimits(engine.limits().withRates(new RateLimits(max, max, max, max)));
  }

  private static String text(Event event, String field) {
    return field(event, field).asString("");
  }

  /// The field of the first argument, bytes as bytes, or nothing where there is none: a load
  /// generator is trusted to send it.
  private static JsonNode field(Event event, String field) {
    var payload = event.arg(0);
    return payload == null ? MissingNode.getInstance() : payload.path(field);
  }

  /// The names of the command line are those of Linux, in lower case.
  static final class IoName implements ITypeConverter<IoKind> {
    @Override
    public IoKind convert(String name) {
      try {
        return IoKind.valueOf(name.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException("'" + name + "' is not epoll, io_uring or nio");
      }
    }
  }
}
