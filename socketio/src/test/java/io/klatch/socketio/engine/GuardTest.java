package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardTest {
  private static final AccessDecision ALLOW = new AccessDecision.Allow();

  @ParameterizedTest
  @EnumSource
  void whom_the_guard_refuses_is_told_so_and_gets_no_session(Knock knock) {
    AccessGuard guard =
        request ->
            "1".equals(request.headers().get("x-pass"))
                ? ALLOW
                : new AccessDecision.Refuse("no \"pass\"");
    try (var server = Knock.server(Access.defaults().withGuard(guard))) {
      var answer = knock.at(server);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("content-type")).isEqualTo("application/json");
      assertThat(answer.body()).isEqualTo("{\"code\":4,\"message\":\"no \\\"pass\\\"\"}");
      assertThat(server.engine().sessionsOpened()).isZero();
      assertThat(server.engine().denied(Denied.GUARD)).isEqualTo(1);
      assertThat(knock.at(server, "X-Pass: 1").status()).isEqualTo(knock.in);
      assertThat(server.engine().sessionsOpened()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_guard_may_block_and_delays_nobody_else(Knock knock) throws InterruptedException {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    AccessGuard guard =
        request -> {
          if (request.headers().containsKey("x-slow")) {
            asked.countDown();
            await(go);
          }
          assertThat(Thread.currentThread().isVirtual()).isTrue();
          return ALLOW;
        };
    try (var server = Knock.server(Access.defaults().withGuard(guard));
        var wire = HttpWire.connect(server.port())) {
      var slow =
          Thread.ofVirtual()
              .start(
                  () -> assertThat(knock.on(wire, "", "X-Slow: 1").status()).isEqualTo(knock.in));
      await(asked);
      for (int i = 0; i < 4; i++) { // There are two event loops.
        assertThat(knock.at(server).status()).isEqualTo(knock.in);
      }
      go.countDown();
      assertThat(slow.join(Duration.ofSeconds(10))).isTrue();
      assertThat(server.engine().sessionsOpened()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_guard_that_fails_lets_nobody_in(Knock knock) {
    AccessGuard guard =
        _ -> {
          throw new IllegalStateException("a fault on purpose");
        };
    try (var server = Knock.server(Access.defaults().withGuard(guard))) {
      assertThat(knock.at(server).status()).isEqualTo(500);
      assertThat(server.engine().sessionsOpened()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_guard_that_does_not_answer_is_interrupted_and_its_client_told_to_come_back(Knock knock)
      throws InterruptedException {
    var interrupted = new CountDownLatch(1);
    AccessGuard guard =
        request -> {
          if (request.headers().containsKey("x-slow")) {
            LockSupport.park();
            if (Thread.interrupted()) {
              interrupted.countDown();
            }
          }
          return ALLOW;
        };
    var access = Access.defaults().withGuard(guard).withAskTimeout(Duration.ofMillis(100));
    try (var server = server(EngineConfig.defaults().withSessionsMax(1).withAccess(access))) {
      var answer = knock.at(server, "X-Slow: 1");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isEqualTo("1");
      assertThat(answer.body())
          .isEqualTo(
              "{\"message\":\"the application did not answer within 100 ms: come back later\"}");
      assertThat(server.engine().denied(Denied.GUARD_TIMEOUT)).isEqualTo(1);
      await(interrupted);
      Await.until("its place free", () -> knock.at(server).status() == knock.in);
      assertThat(server.engine().sessionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void a_guard_that_hangs_keeps_its_clients_places_so_that_those_who_wait_are_bounded() {
    var go = new CountDownLatch(1);
    AccessGuard guard =
        _ -> {
          while (go.getCount() > 0) {
            LockSupport.parkNanos(1_000_000); // Deaf to interrupts.
          }
          return ALLOW;
        };
    var access = Access.defaults().withGuard(guard).withAskTimeout(Duration.ofMillis(50));
    try (var server = server(EngineConfig.defaults().withSessionsMax(2).withAccess(access))) {
      for (int i = 0; i < 5; i++) {
        assertThat(Knock.POLLING.at(server).status()).isEqualTo(503);
      }
      assertThat(server.engine().denied(Denied.GUARD_TIMEOUT)).isEqualTo(2);
      assertThat(server.engine().denied(Denied.OVERLOADED)).isEqualTo(3);
      go.countDown();
      Await.until("its places free", () -> Knock.POLLING.at(server).status() == 200);
    }
  }

  @Test
  void a_client_that_leaves_while_the_guard_thinks_keeps_no_place() {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    AccessGuard guard =
        request -> {
          if (request.headers().containsKey("x-slow")) {
            asked.countDown();
            await(go);
          }
          return ALLOW;
        };
    var config = EngineConfig.defaults().withSessionsMax(1);
    try (var server = server(config.withAccess(Access.defaults().withGuard(guard)))) {
      try (var wire = HttpWire.connect(server.port())) {
        wire.send("GET", "/socket.io/?EIO=4&transport=polling", "", "X-Slow: 1");
        await(asked);
        assertThat(Knock.POLLING.at(server).status()).isEqualTo(503);
      }
      go.countDown();
      var patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      int status = Knock.POLLING.at(server).status();
      while (status == 503 && System.nanoTime() < patience) {
        status = Knock.POLLING.at(server).status();
      }
      assertThat(status).isEqualTo(200);
      assertThat(server.engine().sessionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void it_is_asked_about_new_sessions_only() {
    var asked = new CopyOnWriteArrayList<String>();
    AccessGuard guard =
        request -> {
          asked.add(request.uri());
          return ALLOW;
        };
    try (var server = Knock.server(Access.defaults().withGuard(guard));
        var client = PollingClient.open(server.port())) {
      client.post("4hello");
      assertThat(client.packets()).containsExactly("4hello");
      try (var webSocket = client.upgrade()) {
        webSocket.send("4again");
        assertThat(webSocket.text()).isEqualTo("4again");
      }
      assertThat(asked).containsExactly("/socket.io/?EIO=4&transport=polling");
    }
  }

  @Test
  void the_application_adds_headers_to_the_first_answer_and_to_each() {
    AnswerHook hook =
        (request, first) ->
            first
                ? Map.of("X-First", List.of(request.uri().split("=", 3)[2]))
                : Map.of("X-Each", List.of("yes"));
    try (var server = Knock.server(Access.defaults().withAnswers(hook));
        var wire = HttpWire.connect(server.port());
        var other = HttpWire.connect(server.port())) {
      var open = Knock.POLLING.on(wire, "");
      assertThat(open.header("x-first")).isEqualTo("polling");
      var sid = "&sid=" + PollingClient.sidOf(open.body());
      var post = wire.post("/socket.io/?EIO=4&transport=polling" + sid, "4hello");
      assertThat(post.header("x-each")).isEqualTo("yes");
      assertThat(post.headers()).doesNotContainKey("x-first");
      var poll = Knock.POLLING.on(wire, sid);
      assertThat(poll.header("x-each")).isEqualTo("yes");
      assertThat(poll.body()).isEqualTo("4hello");
      assertThat(Knock.WEBSOCKET.on(other, sid).header("x-each")).isEqualTo("yes");
      assertThat(Knock.WEBSOCKET.at(server).header("x-first")).isEqualTo("websocket");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_header_may_have_several_values_each_on_a_line_of_its_own(Knock knock) {
    AnswerHook hook = (_, _) -> Map.of("Set-Cookie", List.of("a=1; Path=/", "b=2, 3"));
    try (var server = Knock.server(Access.defaults().withAnswers(hook).withCookie())) {
      assertThat(knock.at(server).header("set-cookie").lines())
          .hasSize(3)
          .contains("a=1; Path=/", "b=2, 3");
    }
  }

  @Test
  void a_header_that_would_split_the_answer_is_a_fault() {
    AnswerHook hook = (_, _) -> Map.of("X-First", List.of("a\r\nX-Second: b"));
    try (var server = Knock.server(Access.defaults().withAnswers(hook))) {
      var answer = Knock.POLLING.at(server);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.headers()).doesNotContainKey("x-second");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_cookie_is_set_on_the_first_answer_only_if_that_was_configured(Knock knock) {
    try (var server = Knock.server(Access.defaults())) {
      assertThat(knock.at(server).headers()).doesNotContainKey("set-cookie");
    }
    try (var server = Knock.server(Access.defaults().withCookie());
        var wire = HttpWire.connect(server.port())) {
      var first = knock.on(wire, "");
      assertThat(first.header("set-cookie"))
          .matches("io=[A-Za-z0-9_-]{20}; Path=/; HttpOnly; SameSite=Lax");
      if (knock == Knock.POLLING) {
        var sid = PollingClient.sidOf(first.body());
        assertThat(first.header("set-cookie")).startsWith("io=" + sid + ";");
        var post = wire.post("/socket.io/?EIO=4&transport=polling&sid=" + sid, "4x");
        assertThat(post.headers()).doesNotContainKey("set-cookie");
      } else {
        var sid = PollingClient.sidOf(WsClient.on(wire).text());
        assertThat(first.header("set-cookie")).startsWith("io=" + sid + ";");
      }
    }
  }

  @Tag("T23")
  @Test
  void a_cookie_is_never_read_back() {
    try (var server = Knock.server(Access.defaults().withCookie());
        var victim = PollingClient.open(server.port())) {
      var answer = Knock.POLLING.at(server, "Cookie: io=" + victim.sid());
      assertThat(PollingClient.sidOf(answer.body())).isNotEqualTo(victim.sid());
      var chosen = Knock.POLLING.at(server, "Cookie: io=chosen");
      assertThat(PollingClient.sidOf(chosen.body())).isNotEqualTo("chosen");
    }
  }

  private static TestServer server(EngineConfig config) {
    return TestServer.engine(config, new EchoHandler()::open);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException fault) {
      throw new AssertionError(fault);
    }
  }
}
