package io.klatch.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.bench.wire.Io;
import io.klatch.server.threads.Threads;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.engine.EngineListener;
import io.klatch.socketio.engine.IoKind;
import io.klatch.socketio.engine.ListenerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PollingClientTest {

  @ParameterizedTest
  @EnumSource
  void hears_everything_that_those_on_websocket_say(BroadcastLoad.Payload payload)
      throws IOException, InterruptedException {
    try (var listener = listen()) {
      var settings =
          new BroadcastLoad.Settings(
              listener.address(),
              ProcessHandle.current().pid(),
              true,
              Io.nio,
              20,
              10,
              4,
              500,
              payload,
              false,
              Duration.ofMillis(50),
              Duration.ofSeconds(1));
      var figures = BroadcastLoad.run(settings);
      assertThat(figures.text("first_error")).isEmpty();
      assertThat(figures.number("errors")).isZero();
      assertThat(figures.number("deliveries_per_s")).isPositive();
    }
  }

  private static EngineListener listen() throws IOException {
    var server = new SocketServer(SocketServerConfig.defaults(), Threads.virtual("test"));
    server
        .of("/")
        .on(
            "join",
            (socket, event) -> {
              socket.join("room");
              event.reply("ok");
            })
        .on(
            "say",
            (socket, event) ->
                socket
                    .namespace()
                    .to("room")
                    .emit("said", Objects.requireNonNull(event.arg(0)).path("text")));
    return EngineListener.start(
        new ListenerConfig("127.0.0.1", 0, 1, IoKind.AUTO),
        List.of(server.engine()),
        Threads.platform("test"),
        null);
  }
}
