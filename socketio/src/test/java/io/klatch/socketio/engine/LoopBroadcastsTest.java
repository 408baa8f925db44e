package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LoopBroadcastsTest {
  private static final int MESSAGES = 2_000;
  private static final int SENDERS = 4;

  private final EchoHandler echo = new EchoHandler();

  @Test
  void what_goes_to_many_and_what_goes_to_one_of_them_comes_in_the_order_of_sending() {
    try (var server = TestServer.engine(EngineConfig.defaults(), echo::open);
        var both = WsClient.open(server.port())) {
      var session = echo.session();
      try (var onlyBroadcasts = WsClient.open(server.port())) {
        var other = echo.session();
        for (int i = 0; i < MESSAGES; i += 2) {
          broadcast(String.valueOf(i), session, other);
          session.send(EngineMessage.text(String.valueOf(i + 1)));
        }
        for (int i = 0; i < MESSAGES; i++) {
          assertThat(both.text()).isEqualTo("4" + i);
        }
        for (int i = 0; i < MESSAGES; i += 2) {
          assertThat(onlyBroadcasts.text()).isEqualTo("4" + i);
        }
      }
    }
  }

  @Test
  void each_of_several_senders_is_heard_in_its_order_by_everybody() {
    try (var server = TestServer.engine(EngineConfig.defaults(), echo::open);
        var one = WsClient.open(server.port())) {
      var session = echo.session();
      try (var two = WsClient.open(server.port())) {
        var other = echo.session();
        var senders = new ArrayList<Thread>();
        for (int sender = 0; sender < SENDERS; sender++) {
          String name = String.valueOf(sender);
          senders.add(
              Thread.ofVirtual()
                  .start(() -> {
                    for (int i = 0; i < MESSAGES / SENDERS; i++) {
                      broadcast(name + " " + i, session, other);
                    }
                  }));
        }
        for (var client : List.of(one, two)) {
          assertThat(heard(client))
              .hasSize(SENDERS)
              .allSatisfy((_, numbers) ->
                  assertThat(numbers)
                      .hasSize(MESSAGES / SENDERS)
                      .isSorted()
                      .doesNotHaveDuplicates());
        }
        senders.forEach(LoopBroadcastsTest::join);
      }
    }
  }

  @Test
  void what_was_sent_to_many_before_one_is_closed_still_comes() {
    try (var server = TestServer.engine(EngineConfig.defaults(), echo::open)) {
      for (int i = 0; i < 100; i++) {
        try (var client = WsClient.open(server.port())) {
          var session = echo.session();
          broadcast("goodbye", session);
          session.close(CloseReason.FORCED_CLOSE);
          assertThat(client.text()).isEqualTo("4goodbye");
          client.closeStatus();
        }
      }
    }
  }

  @Test
  void who_does_not_read_is_closed_though_the_loop_has_no_time_to_fill_the_outbox() {
    var config = EngineConfig.defaults().withOutboxBytesMax(1_000_000);
    var goOn = new CountDownLatch(1);
    try (var server = TestServer.engine(config, echo::open);
        var client = WsClient.open(server.port())) {
      var session = echo.session();
      var _ = session.after(0, () -> Await.latch(goOn));
      var text = "x".repeat(10_000);
      for (int sent = 0; session.isOpen(); sent++) {
        assertThat(sent).as("messages that wait").isLessThan(2_000);
        broadcast(text, session);
      }
      goOn.countDown();
      assertThat(echo.closeReason()).isEqualTo(CloseReason.SLOW_READER);
      client.closeStatus();
    }
  }

  private static void broadcast(String text, EngineSession... sessions) {
    try (var broadcast = new EngineBroadcast(EngineMessage.text(text))) {
      for (var session : sessions) {
        broadcast.add(session);
      }
    }
  }

  /// What came of each sender.
  private static Map<String, List<Integer>> heard(WsClient client) {
    var heard = new HashMap<String, List<Integer>>();
    for (int i = 0; i < MESSAGES; i++) {
      var words = client.text().substring(1).split(" ", -1);
      heard.computeIfAbsent(words[0], _ -> new ArrayList<>()).add(Integer.valueOf(words[1]));
    }
    return heard;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
