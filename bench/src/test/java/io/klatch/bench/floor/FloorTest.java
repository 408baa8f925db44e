package io.klatch.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.bench.load.BroadcastLoad;
import io.klatch.bench.load.DurableLoad;
import io.klatch.bench.load.HandshakeLoad;
import io.klatch.bench.load.PairsLoad;
import io.klatch.bench.wire.Io;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.storage.Store;
import io.klatch.server.storage.StoreConfig;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloorTest {

  @ParameterizedTest
  @EnumSource(names = {"text", "binary"})
  void delivers_everything_the_load_generator_says_to_everyone(BroadcastLoad.Payload payload)
      throws InterruptedException, IOException {
    var floor = Floor.room(0, Io.nio);
    try {
      var settings =
          new BroadcastLoad.Settings(
              (InetSocketAddress) floor.localAddress(),
              ProcessHandle.current().pid(),
              true,
              Io.nio,
              20,
              0,
              4,
              4_096,
              payload,
              false,
              Duration.ofMillis(50),
              Duration.ofSeconds(1));
      var figures = BroadcastLoad.run(settings);
      assertThat(figures.text("first_error")).isEmpty();
      assertThat(figures.number("errors")).isZero();
      assertThat(figures.number("deliveries_per_s")).isPositive();
      assertThat(figures.number("half_says_per_s")).isPositive();
      assertThat(figures.number("p50_us")).isPositive();
      assertThat(figures.number("allocated_per_delivery")).isPositive();
    } finally {
      floor.close().syncUninterruptibly();
    }
  }

  @Test
  void two_are_loaded_in_turn_and_each_delivers_everything()
      throws InterruptedException, IOException {
    var one = Floor.room(0, Io.nio);
    var other = Floor.room(0, Io.nio);
    try {
      var settings = new PairsLoad.Settings(brief(one), brief(other), 3, "0");
      var figures = PairsLoad.run(settings);
      assertThat(figures.text("first_error")).isEmpty();
      assertThat(figures.number("errors")).isZero();
      assertThat(figures.text("first").split(",", -1)).hasSize(3).doesNotContain("0.00");
      assertThat(figures.text("second").split(",", -1)).hasSize(3).doesNotContain("0.00");
    } finally {
      one.close().syncUninterruptibly();
      other.close().syncUninterruptibly();
    }
  }

  private static BroadcastLoad.Settings brief(Channel floor) {
    return new BroadcastLoad.Settings(
        (InetSocketAddress) floor.localAddress(),
        ProcessHandle.current().pid(),
        false,
        Io.nio,
        20,
        0,
        4,
        100,
        BroadcastLoad.Payload.text,
        false,
        Duration.ofMillis(50),
        Duration.ofMillis(200));
  }

  @Test
  void shakes_hands_with_one_client_after_another() throws InterruptedException {
    var floor = Floor.room(0, Io.nio);
    try {
      var settings =
          new HandshakeLoad.Settings(
              (InetSocketAddress) floor.localAddress(),
              ProcessHandle.current().pid(),
              Io.nio,
              4,
              Duration.ofMillis(50),
              Duration.ofSeconds(1));
      var figures = HandshakeLoad.run(settings);
      assertThat(figures.text("first_error")).isEmpty();
      assertThat(figures.number("handshakes_per_s")).isPositive();
      assertThat(figures.number("p50_us")).isPositive();
    } finally {
      floor.close().syncUninterruptibly();
    }
  }

  @Test
  void stores_and_acknowledges_what_the_senders_send(@TempDir Path data) throws Exception {
    try (var store = Store.open(data, StoreConfig.defaults(), _ -> {}, Clock.systemUTC())) {
      var floor = Floor.durable(0, Io.nio, store);
      try {
        var settings =
            new DurableLoad.Settings(
                (InetSocketAddress) floor.localAddress(),
                ProcessHandle.current().pid(),
                Io.nio,
                3,
                DurableLoad.Token.name,
                Duration.ofMillis(50),
                Duration.ofSeconds(1));
        var figures = DurableLoad.run(settings);
        assertThat(figures.text("first_error")).isEmpty();
        assertThat(figures.number("errors")).isZero();
        assertThat(figures.number("sends_per_s")).isPositive();
      } finally {
        floor.close().syncUninterruptibly();
      }
      var sender = new UserKey(TenantId.DEFAULT, new UserId("sender-2"));
      assertThat(store.conversations().list(sender, 10, null))
          .singleElement()
          .satisfies(stored -> assertThat(stored.lastSeq()).isGreaterThan(Seq.NONE));
    }
  }
}
