package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CrowdTest {
  private static final int MANY = 1_000_000;
  private static final TrustedProxies LOCAL = TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/8"));

  @Nested
  class One_address {
    @ParameterizedTest
    @EnumSource(Knock.class)
    void has_so_many_sessions_and_no_more_until_one_ends(Knock knock) throws Exception {
      var echo = new EchoHandler();
      try (var server = limited(echo, new AddressLimits(2, MANY));
          var first = WsClient.open(server.port());
          var second = PollingClient.open(server.port())) {
        var answer = knock.at(server);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.body())
            .isEqualTo(
                "{\"message\":\"too many sessions from your address 127.0.0.1, at most 2: close"
                    + " some and come back\"}");
        assertThat(server.engine().denied(Denied.ADDRESS_SESSIONS)).isEqualTo(1);
        second.post("4still served");
        assertThat(second.packets()).containsExactly("4still served");
        first.send("1");
        first.closeStatus();
        assertThat(echo.closed.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(knock.at(server).status()).isEqualTo(knock.in);
      }
    }

    @ParameterizedTest
    @EnumSource(Knock.class)
    void may_ask_so_often_in_a_second(Knock knock) {
      try (var server = limited(new EchoHandler(), new AddressLimits(MANY, 3))) {
        int refused = 0;
        for (int i = 0; i < 12; i++) {
          int status = knock.at(server).status();
          assertThat(status).isIn(knock.in, 429);
          refused += status == 429 ? 1 : 0;
        }
        assertThat(refused).isPositive();
        assertThat(server.engine().denied(Denied.ADDRESS_HANDSHAKES)).isEqualTo(refused);
        assertThat(server.engine().sessionsOpened()).isEqualTo(12L - refused);
      }
    }

    @Test
    void is_the_client_that_the_proxy_tells_of() {
      var access = Access.defaults().withProxies(LOCAL).withAddresses(new AddressLimits(1, MANY));
      try (var server = Knock.server(access)) {
        assertThat(Knock.POLLING.at(server, "X-Forwarded-For: 192.0.2.1").status()).isEqualTo(200);
        assertThat(Knock.POLLING.at(server, "X-Forwarded-For: 192.0.2.1").status()).isEqualTo(429);
        assertThat(Knock.POLLING.at(server, "X-Forwarded-For: 192.0.2.2").status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_full_server_says_when_to_come_back(Knock knock) {
    var config = EngineConfig.defaults().withSessionsMax(1);
    try (var server = TestServer.engine(config, new EchoHandler()::open);
        var only = PollingClient.open(server.port())) {
      try (var wire = HttpWire.connect(server.port())) {
        var answer = knock.on(wire, "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.body()).isEqualTo("{\"message\":\"Server not ready\"}");
        if (knock == Knock.WEBSOCKET) {
          wire.awaitEnd();
        }
      }
      assertThat(server.engine().denied(Denied.OVERLOADED)).isEqualTo(1);
      try (var upgraded = only.upgrade()) {
        upgraded.send("4mine");
        assertThat(upgraded.text()).isEqualTo("4mine");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_server_that_stops_says_so_as_well(Knock knock) {
    try (var server = Knock.server(Access.defaults())) {
      server.engine().stopAccepting();
      assertThat(knock.at(server).status()).isEqualTo(503);
    }
  }

  @Nested
  class The_address_of_a_handshake {
    @ParameterizedTest
    @CsvSource({
      "192.0.2.1, 192.0.2.1",
      "'6.6.6.6, 192.0.2.1', 192.0.2.1",
      "'192.0.2.1, 10.1.2.3', 192.0.2.1",
      "'192.0.2.1:5678, 10.1.2.3', 192.0.2.1",
      "'[2001:db8::1]:5678', 2001:db8:0:0:0:0:0:1",
      "2001:db8::1, 2001:db8:0:0:0:0:0:1",
      "::ffff:192.0.2.1, 192.0.2.1",
      "'192.0.2.1, unknown', 127.0.0.1",
      "'192.0.2.1, localhost', 127.0.0.1",
      "'', 127.0.0.1"
    })
    void is_the_nearest_that_no_trusted_proxy_is_behind(String forwarded, String expected)
        throws InterruptedException {
      assertThat(addressSeen(LOCAL, forwarded)).isEqualTo(expected);
    }

    @Test
    void is_the_peers_where_nobody_is_trusted() throws InterruptedException {
      assertThat(addressSeen(TrustedProxies.none(), "192.0.2.1")).isEqualTo("127.0.0.1");
      assertThat(addressSeen(TrustedProxies.of(List.of("10.0.0.0/8")), "192.0.2.1"))
          .isEqualTo("127.0.0.1");
    }

    private String addressSeen(TrustedProxies proxies, String forwarded)
        throws InterruptedException {
      var echo = new EchoHandler();
      var config = EngineConfig.defaults().withAccess(Access.defaults().withProxies(proxies));
      try (var server = TestServer.engine(config, echo::open)) {
        Knock.POLLING.at(server, "X-Forwarded-For: " + forwarded);
        var session = echo.opened.poll(10, TimeUnit.SECONDS);
        assertThat(session).as("a session").isNotNull();
        return session.handshake().address().getAddress().getHostAddress();
      }
    }
  }

  @Nested
  class The_ledger {
    private final AtomicLong now = new AtomicLong();

    @Test
    void measures_the_last_second_and_not_the_one_of_the_clock() throws Exception {
      var ledger = new AddressLedger(new AddressLimits(MANY, 10), now::get);
      var ann = InetAddress.getByName("192.0.2.1");
      at(900);
      assertThat(entered(ledger, ann, 20)).isEqualTo(10);
      at(1_100);
      assertThat(entered(ledger, ann, 20)).isEqualTo(1);
      at(1_500);
      assertThat(entered(ledger, ann, 20)).isEqualTo(4);
      at(9_000);
      assertThat(entered(ledger, ann, 20)).isEqualTo(10);
    }

    @Test
    void takes_an_ipv6_network_for_one_client_and_ipv4_neighbours_for_two() throws Exception {
      var ledger = new AddressLedger(new AddressLimits(1, MANY), now::get);
      assertThat(ledger.enter(InetAddress.getByName("2001:db8::1"))).isNull();
      assertThat(ledger.enter(InetAddress.getByName("2001:db8::2")))
          .isEqualTo(Denied.ADDRESS_SESSIONS);
      assertThat(ledger.enter(InetAddress.getByName("2001:db8:0:1::1"))).isNull();
      assertThat(ledger.enter(InetAddress.getByName("192.0.2.1"))).isNull();
      assertThat(ledger.enter(InetAddress.getByName("192.0.2.2"))).isNull();
    }

    @Test
    void sees_the_ipv4_client_in_ipv6_clothes() throws Exception {
      var ledger = new AddressLedger(new AddressLimits(1, MANY), now::get);
      assertThat(ledger.enter(clothed(192, 0, 2, 1))).isNull();
      assertThat(ledger.enter(clothed(192, 0, 2, 2))).isNull();
      assertThat(ledger.enter(InetAddress.getByName("192.0.2.1")))
          .isEqualTo(Denied.ADDRESS_SESSIONS);
    }

    @Test
    void lets_a_slowed_address_in_once_a_second_for_its_time() throws Exception {
      var ledger = new AddressLedger(new AddressLimits(MANY, 10), now::get);
      var ann = InetAddress.getByName("192.0.2.1");
      var bob = InetAddress.getByName("192.0.2.2");
      ledger.slow(ann, Duration.ofSeconds(60));
      ledger.slow(ann, Duration.ofSeconds(5)); // does not shorten it
      assertThat(entered(ledger, ann, 20)).isEqualTo(1);
      assertThat(entered(ledger, bob, 20)).isEqualTo(10);
      at(30_000);
      assertThat(entered(ledger, ann, 20)).isEqualTo(1);
      at(60_000);
      assertThat(entered(ledger, ann, 20)).isEqualTo(10);
    }

    private static InetAddress clothed(int... figures) throws UnknownHostException {
      var bytes = new byte[16];
      bytes[10] = (byte) 0xff;
      bytes[11] = (byte) 0xff;
      for (int i = 0; i < figures.length; i++) {
        bytes[12 + i] = (byte) figures[i];
      }
      return Inet6Address.getByAddress(null, bytes, -1);
    }

    @Test
    void forgets_who_has_left() throws Exception {
      var ledger = new AddressLedger(new AddressLimits(MANY, MANY), now::get);
      for (int i = 0; i < 1_000; i++) {
        var address = InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i});
        ledger.enter(address);
        ledger.leave(address);
      }
      at(5_000);
      ledger.enter(InetAddress.getByName("192.0.2.1"));
      assertThat(ledger.size()).isEqualTo(2);
    }

    private void at(long millis) {
      now.set(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static int entered(AddressLedger ledger, InetAddress address, int attempts) {
      int entered = 0;
      for (int i = 0; i < attempts; i++) {
        entered += ledger.enter(address) == null ? 1 : 0;
      }
      return entered;
    }
  }

  private static TestServer limited(EchoHandler echo, AddressLimits limits) {
    var access = Access.defaults().withAddresses(limits);
    return TestServer.engine(EngineConfig.defaults().withAccess(access), echo::open);
  }
}
