package io.klatch.socketio.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.engine.RateLimits;
import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.Reference;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each malformed input over each transport it can come by: its exact outcome; after each, that
/// others are still served and nothing of it is left.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusTest {
  private static final int CASES_MIN = 150;

  /// What is loaded on the way; all cases together send more than twice as much.
  private static final long HEAP_SLACK_BYTES = 16_000_000;

  private static final int COLLECTIONS = 5;

  /// Rates are tried elsewhere; here they would only make it slow.
  private static final RateLimits FAST =
      new RateLimits(1_000_000, 1_000_000, 1_000_000_000, 1_000_000_000);

  private static final EngineConfig ENGINE =
      EngineConfig.defaults()
          .withHeartbeat(Duration.ofMinutes(10), Duration.ofMinutes(10))
          .withLimits(EngineConfig.defaults().limits().withRates(FAST));

  private final TestServer server = Reference.start(ENGINE, Duration.ofSeconds(45));
  private final Runner runner = new Runner(server.port());
  private final PollingClient polling = PollingClient.open(server.port());
  private final WsClient webSocket = WsClient.joined(server.port());
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final long heap;

  CorpusTest() {
    webSocket.text();
    polling.post("40");
    polling.packets(2);
    var _ = cases(); // Which the test itself keeps.
    memory.gc();
    heap = memory.getHeapMemoryUsage().getUsed();
  }

  @AfterAll
  void stop() {
    polling.close();
    webSocket.close();
    server.close();
  }

  static List<Case> cases() {
    return Stream.of(
            RequestCases.all(),
            FrameCases.ALL,
            PacketCases.ENGINE,
            PacketCases.BEFORE_CONNECT,
            PacketCases.HEADER,
            ArgumentCases.EVENTS,
            ArgumentCases.JSON,
            ArgumentCases.ATTACHMENTS,
            MsgpackCases.SHAPE,
            MsgpackCases.FIELDS,
            MsgpackCases.PAYLOADS,
            MsgpackCases.LENGTHS,
            MsgpackCases.EXTENSIONS)
        .flatMap(List::stream)
        .toList();
  }

  static Stream<String> ids() {
    return cases().stream().map(Case::id);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ids")
  void a_malformed_input_costs_its_sender_alone(String id) {
    var malformed = cases().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    assertThat(runner.polling(malformed)).as("over polling").isEqualTo(malformed.polling());
    assertAllIsAsBefore();
    assertThat(runner.webSocket(malformed)).as("over WebSocket").isEqualTo(malformed.webSocket());
    assertAllIsAsBefore();
  }

  /// Others are served, and neither a session nor memory is left of it.
  private void assertAllIsAsBefore() {
    webSocket.send("42[\"message\",\"served?\"]");
    assertThat(webSocket.text()).isEqualTo("42[\"message-back\",\"served?\"]");
    assertThat(polling.post("42[\"message\",\"served?\"]").status()).isEqualTo(200);
    assertThat(polling.packets()).containsExactly("42[\"message-back\",\"served?\"]");
    Await.until("only the others are left", () -> server.engine().sessionCount() == 2);
    assertThat(heap()).as("bytes on the heap").isLessThan(heap + HEAP_SLACK_BYTES);
  }

  @Test
  void the_page_shows_every_case_with_its_outcome() throws IOException {
    var cases = cases();
    assertThat(cases).extracting(Case::id).doesNotHaveDuplicates().hasSizeGreaterThan(CASES_MIN);
    var table = cases.stream().map(CorpusTest::row).collect(Collectors.joining("\n"));
    var _ = Files.writeString(Path.of("target/corpus-table.md"), table + "\n");
    assertThat(Files.readString(Path.of("CORPUS.md")))
        .endsWith("|---|---|---|---|\n" + table + "\n");
  }

  private static String row(Case tried) {
    return "| `%s` | %s | %s | %s |"
        .formatted(tried.id(), tried.about(), tried.polling(), tried.webSocket());
  }

  /// Bytes on the heap that may be in use: with garbage as long as that makes no difference.
  private long heap() {
    long used = memory.getHeapMemoryUsage().getUsed();
    for (int i = 0; i < COLLECTIONS && used >= heap + HEAP_SLACK_BYTES; i++) {
      memory.gc();
      used = memory.getHeapMemoryUsage().getUsed();
    }
    return used;
  }
}
