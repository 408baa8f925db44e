package io.klatch.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.engine.Access;
import io.klatch.socketio.engine.AddressLimits;
import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.engine.EngineLimits;
import io.klatch.socketio.engine.Limit;
import io.klatch.socketio.engine.RequestLimits;
import io.klatch.socketio.packet.PacketLimits;
import io.klatch.socketio.wire.Figures;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/// Crowds that come, misbehave and go. After each the server serves others, and sessions, rooms,
/// file descriptors, timers and memory are back where they were; `target/soak.txt` has the figures.
///
/// `-Dsoak.scale=20` makes the crowds twenty times as large: 20,000 handshakes, 100,000 cycles.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoakTest {
  private static final int SCALE = Integer.getInteger("soak.scale", 1);
  private static final int CROWD = 8;
  private static final int HANDSHAKES = 1_000 * SCALE;
  private static final long CYCLES = 5_000L * SCALE;
  private static final int ABORTED = 300 * SCALE;
  private static final int ENDLESS = 50 * SCALE;
  private static final int SLOW = 10 * SCALE;
  private static final long FLOODING = (long) CROWD * SCALE;
  private static final int HALF_OPEN = 50 * SCALE;
  private static final int INCOMPLETE = 50 * SCALE;

  /// Beyond what compiled code, caches and the test itself may add.
  private static final long HEAP_SLACK = 12_000_000;

  private static final Duration WAIT = Duration.ofSeconds(30);

  /// What a session that is not forgotten would keep.
  private static final List<String> KEPT =
      List.of(
          "io.klatch.socketio.engine.EngineSession",
          "io.klatch.socketio.engine.WebSocketTransport",
          "io.klatch.socketio.Connection",
          "io.klatch.socketio.Socket",
          "io.netty.util.concurrent.ScheduledFutureTask");

  private final AtomicReference<Namespace> namespace = new AtomicReference<>();
  private final EngineConfig engine =
      EngineConfig.defaults()
          .withAccess(Access.defaults().withAddresses(AddressLimits.unlimited()))
          .withOutboxBytesMax(1_000_000)
          .withHeartbeat(Duration.ofSeconds(5), Duration.ofSeconds(3))
          .withLimits(
              EngineLimits.defaults()
                  .withRequests(
                      RequestLimits.defaults()
                          .withTimeouts(
                              Duration.ofSeconds(1),
                              Duration.ofSeconds(1),
                              Duration.ofSeconds(2),
                              Duration.ofSeconds(2))));
  private final TestServer server =
      TestServer.sockets(
          new SocketServerConfig(
              engine,
              Duration.ofSeconds(3),
              PacketLimits.defaults(),
              new ConnectionLimits(32, 100, Duration.ofSeconds(2)),
              Parser.JSON),
          this::application);
  private final StringBuilder report = new StringBuilder();
  private long heap;
  private long files;
  private List<Long> kept = List.of();

  private void application(SocketServer sockets) {
    var root = sockets.of("/");
    namespace.set(root);
    root.on(
        "join",
        (socket, event) -> {
          List.of("a", "b", "own-" + socket.id()).forEach(socket::join);
          event.reply("ok");
        });
    root.on(
        "leave",
        (socket, event) -> {
          socket.leave("a");
          event.reply("ok");
        });
  }

  private Namespace namespace() {
    var root = namespace.get();
    if (root == null) {
      throw new IllegalStateException("not installed");
    }
    return root;
  }

  @BeforeAll
  void begin() {
    // What is made once: loaded classes, pools of buffers, compiled code.
    for (int i = 0; i < 200; i++) {
      cycle();
    }
    awaitNobody();
    kept = Figures.instances(KEPT);
    heap = Figures.heapBytes();
    files = Figures.openFiles();
    note("start");
  }

  @AfterEach
  void all_is_as_before(TestInfo test) {
    cycle();
    awaitNobody();
    await("the open files of the start", () -> Figures.openFiles() <= files);
    assertThat(namespace().sockets()).isEmpty();
    assertThat(namespace().roomCount()).isZero();
    note(test.getTestMethod().orElseThrow().getName());
    var now = Figures.instances(KEPT);
    for (int i = 0; i < KEPT.size(); i++) {
      assertThat(now.get(i)).as(KEPT.get(i)).isLessThanOrEqualTo(kept.get(i));
    }
    assertThat(Figures.heapBytes()).isLessThan(heap + HEAP_SLACK);
  }

  @AfterAll
  void end() throws IOException {
    server.close();
    Files.writeString(Path.of("target/soak.txt"), report);
  }

  private void note(String what) {
    report.append(
        "%-60s heap=%,d bytes files=%d sessions=%d opened=%d %s%n"
            .formatted(
                what,
                Figures.heapBytes(),
                Figures.openFiles(),
                server.engine().sessionCount(),
                server.engine().sessionsOpened(),
                Figures.instances(KEPT)));
  }

  private void awaitNobody() {
    await("no session", () -> server.engine().sessionCount() == 0);
    // Connections that are kept alive have a timer each, until they are closed as idle.
    if (!kept.isEmpty()) {
      await("the timers of the start", () -> Figures.instances(KEPT).getLast() <= kept.getLast());
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > WAIT.toNanos()) {
        throw new AssertionError("not within " + WAIT + ": " + what);
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  private void cycle() {
    try (var client = WsClient.joined(server.port())) {
      client.send("420[\"join\"]");
      assertThat(client.text()).isEqualTo("430[\"ok\"]");
      client.send("421[\"leave\"]");
      assertThat(client.text()).isEqualTo("431[\"ok\"]");
      client.send("41");
    }
  }

  /// Shares the work among a few threads.
  private static void crowd(long times, Callable<?> work) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(CROWD)) {
      var all = new ArrayList<Callable<Void>>();
      for (int i = 0; i < CROWD; i++) {
        all.add(() -> {
          for (int j = 0; j < times / CROWD; j++) {
            var _ = work.call();
          }
          return null;
        });
      }
      for (var done : threads.invokeAll(all)) {
        done.get();
      }
    } catch (ExecutionException fault) {
      throw new AssertionError(fault.getCause());
    }
  }

  @Test
  void thousands_of_handshakes_that_never_connect() throws InterruptedException {
    crowd(
        HANDSHAKES,
        () -> {
          try (var wire = HttpWire.connect(server.port())) {
            return wire.get("/socket.io/?EIO=4&transport=polling").status();
          }
        });
    assertThat(server.engine().sessionCount()).isGreaterThan(HANDSHAKES / 4);
    note("  handshakes made");
  }

  @Test
  void thousands_of_cycles_of_connect_join_leave_and_disconnect() throws InterruptedException {
    long before = server.engine().sessionsOpened();
    crowd(
        CYCLES,
        () -> {
          cycle();
          return null;
        });
    assertThat(server.engine().sessionsOpened() - before).isEqualTo(CYCLES / CROWD * CROWD);
  }

  @Test
  void polls_that_are_aborted() throws InterruptedException {
    crowd(
        ABORTED,
        () -> {
          try (var client = PollingClient.open(server.port())) {
            client.post("40");
            client.get();
            client.startPoll();
            client.abortPoll();
          }
          return null;
        });
  }

  @Test
  void posts_that_never_end() {
    long before = server.engine().limitCounts().of(Limit.BODY_TIMEOUT);
    var wires = new ArrayList<HttpWire>();
    var head = "POST /socket.io/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < ENDLESS; i++) {
      var wire = HttpWire.connect(server.port());
      wires.add(wire);
      wire.write((head + "2710\r\n" + "x".repeat(10_000) + "\r\n").getBytes(US_ASCII));
    }
    long all = before + ENDLESS;
    await(
        "all cut off",
        () -> {
          wires.forEach(SoakTest::drip);
          return server.engine().limitCounts().of(Limit.BODY_TIMEOUT) == all;
        });
    wires.forEach(HttpWire::close);
  }

  private static void drip(HttpWire wire) {
    try {
      wire.write("1\r\nx\r\n".getBytes(US_ASCII));
    } catch (UncheckedIOException cut) {
      assertThat(cut.getCause()).isNotNull();
    }
  }

  @Test
  void readers_that_do_not_read() {
    long before = server.engine().limitCounts().of(Limit.OUTBOX_BYTES);
    var slow = new ArrayList<WsClient>();
    for (int i = 0; i < SLOW; i++) {
      var client = WsClient.openNarrow(server.port());
      client.join("/", "");
      slow.add(client);
    }
    var text = "x".repeat(50_000);
    await(
        "all closed",
        () -> {
          for (int i = 0; i < 20; i++) {
            namespace().emit("flood", text);
          }
          return server.engine().limitCounts().of(Limit.OUTBOX_BYTES) == before + SLOW;
        });
    slow.forEach(WsClient::close);
  }

  @Test
  void floods_of_pings_without_reading() throws InterruptedException {
    long before = server.engine().limitCounts().of(Limit.PONGS);
    // An answer to a heartbeat with every thousand: rates let a flood last longer than that.
    var heartbeat = WsClient.frame(WsClient.FIN | WsClient.TEXT, new byte[] {'3'});
    var ping = WsClient.frame(WsClient.FIN | WsClient.PING, new byte[125]);
    var pings = ByteBuffer.allocate(heartbeat.length + 1_000 * ping.length).put(heartbeat);
    while (pings.hasRemaining()) {
      pings.put(ping);
    }
    crowd(
        FLOODING,
        () -> {
          try (var client = WsClient.openNarrow(server.port())) {
            client.join("/", "");
            floodUntilCut(client, pings.array());
          }
          return null;
        });
    assertThat(server.engine().limitCounts().of(Limit.PONGS) - before).isEqualTo(FLOODING);
  }

  private static void floodUntilCut(WsClient client, byte[] pings) {
    for (int i = 0; i < 1_000; i++) {
      try {
        client.writeRaw(pings);
      } catch (UncheckedIOException _) {
        return;
      }
    }
    throw new AssertionError("a million pings were taken");
  }

  @Test
  void peers_that_are_gone_without_a_word() {
    long before = server.engine().sessionsOpened();
    var silent = new ArrayList<WsClient>();
    for (int i = 0; i < HALF_OPEN; i++) {
      silent.add(WsClient.joined(server.port())); // and never answers a ping
    }
    assertThat(server.engine().sessionsOpened() - before).isEqualTo(HALF_OPEN);
    note("  silent peers, while they are believed to be there");
    awaitNobody();
    silent.forEach(WsClient::close);
  }

  @Test
  void attachments_that_never_come() {
    long before = server.engine().limitCounts().of(Limit.ATTACHMENT_TIMEOUT);
    var placeholder = "{\"_placeholder\":true,\"num\":%d}";
    var waiting = new ArrayList<WsClient>();
    for (int i = 0; i < INCOMPLETE; i++) {
      var client = WsClient.joined(server.port());
      client.send(
          "452-[\"join\"," + placeholder.formatted(0) + "," + placeholder.formatted(1) + "]");
      client.send(new byte[10_000]);
      waiting.add(client);
    }
    long all = before + INCOMPLETE;
    await("all closed", () -> server.engine().limitCounts().of(Limit.ATTACHMENT_TIMEOUT) == all);
    waiting.forEach(WsClient::close);
  }
}
