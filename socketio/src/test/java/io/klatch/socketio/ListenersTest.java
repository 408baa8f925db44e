package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a socket can be told to listen to, one test for each way.
class ListenersTest {
  private final LinkedBlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final TestServer server =
      TestServer.sockets(application ->
          application
              .of("/")
              .onConnection(sockets::add)
              .onDisconnecting((socket, reason) ->
                  heard.add("namespace: leaving, " + reason.wireName() + socket.rooms().size()))
              .onDisconnect((socket, _) -> heard.add("namespace: left " + socket.rooms().size())));
  private final WsClient client = WsClient.joined(server.port());
  private final Socket socket = EchoHandler.next(sockets);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private EventListener hear(String who) {
    return (_, event) -> heard.add(who + " " + event.name() + event.args());
  }

  /// Everything heard before the client's last event.
  private String heard() {
    socket.on("end", (_, event) -> event.reply());
    client.send("420[\"end\"]");
    assertThat(client.text()).isEqualTo("430[]");
    var all = String.join(" | ", heard);
    heard.clear();
    return all;
  }

  @Nested
  class On {
    @Test
    void adds_listeners_that_are_called_in_order() {
      socket.on("a", hear("1st"));
      socket.on("a", hear("2nd"));
      socket.on("b", hear("3rd"));
      client.send("42[\"a\",1]");
      assertThat(heard()).isEqualTo("1st a[1] | 2nd a[1]");
    }

    @Test
    void once_is_called_once() {
      socket.once("a", hear("once"));
      socket.on("a", hear("always"));
      client.send("42[\"a\"]");
      client.send("42[\"a\"]");
      assertThat(heard()).isEqualTo("once a[] | always a[] | always a[]");
    }

    @Test
    void off_takes_away_one_listener_or_all() {
      var first = hear("1st");
      var second = hear("2nd");
      socket.on("a", first);
      socket.on("a", second);
      socket.once("b", first);
      socket.on("c", first);
      socket.on("c", second);
      socket.off("a", first);
      socket.off("b", first);
      socket.off("c");
      client.send("42[\"a\"]");
      client.send("42[\"b\"]");
      client.send("42[\"c\"]");
      assertThat(heard()).isEqualTo("2nd a[]");
    }

    @Test
    void may_be_called_while_an_event_is_being_heard() {
      socket.on(
          "a",
          (_, _) -> {
            socket.off("a");
            socket.on("a", hear("later"));
          });
      client.send("42[\"a\"]");
      client.send("42[\"a\"]");
      assertThat(heard()).isEqualTo("later a[]");
    }
  }

  @Nested
  class On_any {
    @Test
    void hears_every_event_before_its_listeners() {
      socket.on("a", hear("own"));
      socket.onAny(hear("any"));
      socket.prependAny(hear("first"));
      client.send("42[\"a\",1]");
      client.send("42[\"unheard of\"]");
      assertThat(heard())
          .startsWith("first a[1] | any a[1] | own a[1] | first unheard of[] | any unheard of[]");
    }

    @Test
    void ends_with_off() {
      var listener = hear("any");
      socket.onAny(listener);
      socket.onAny(hear("other"));
      socket.offAny(listener);
      client.send("42[\"a\"]");
      assertThat(heard()).startsWith("other a[]").doesNotContain("any");
      socket.offAny();
      client.send("42[\"a\"]");
      assertThat(heard()).isEmpty();
    }

    @Test
    void hears_bytes_and_can_acknowledge() {
      socket.onAny((_, event) -> event.reply(event.args().toArray()));
      client.send("451-7[\"a\",{\"_placeholder\":true,\"num\":0}]");
      client.send(new byte[] {1});
      assertThat(client.text()).isEqualTo("461-7[{\"_placeholder\":true,\"num\":0}]");
      assertThat(client.binary()).containsExactly(1);
    }
  }

  @Nested
  class On_any_outgoing {
    private OutgoingListener outgoing(String who) {
      return (_, event) -> heard.add(who + " " + event.event() + event.args());
    }

    @Test
    void hears_what_is_emitted_to_the_socket_in_every_way_but_acknowledgements() {
      socket.onAnyOutgoing(outgoing("out"));
      socket.prependAnyOutgoing(outgoing("first"));
      socket.emit("one", 1);
      socket.namespace().emit("all");
      socket.asVolatile().emit("light");
      var _ = socket.timeout(java.time.Duration.ofSeconds(10)).emitWithAck("asked");
      socket.namespace().to("nowhere").emit("others");
      assertThat(heard)
          .containsExactly(
              "first one[1]",
              "out one[1]",
              "first all[]",
              "out all[]",
              "first light[]",
              "out light[]",
              "first asked[]",
              "out asked[]");
    }

    @Test
    void ends_with_off() {
      var listener = outgoing("out");
      socket.onAnyOutgoing(listener);
      socket.onAnyOutgoing(outgoing("other"));
      socket.offAnyOutgoing(listener);
      socket.emit("a");
      socket.offAnyOutgoing();
      socket.emit("b");
      assertThat(heard).containsExactly("other a[]");
    }
  }

  @Nested
  class A_guard_of_events {
    @Test
    void lets_events_pass_or_refuses_them_without_telling_the_client() {
      socket.use((_, event) ->
          event.name().equals("bad")
              ? new EventDecision.Refuse("forbidden", 7)
              : new EventDecision.Pass());
      socket.use((_, event) -> {
        heard.add("2nd guard " + event.name());
        return new EventDecision.Pass();
      });
      socket.onAny((_, event) -> heard.add("any " + event.name()));
      socket.onRefused((_, event, refusal) ->
          heard.add(event.name() + ": " + refusal.message() + " " + refusal.data()));
      socket.on("bad", hear("own"));
      socket.on("good", hear("own"));
      client.send("421[\"bad\"]");
      client.send("42[\"good\"]");
      assertThat(heard())
          .isEqualTo(
              "any bad | bad: forbidden 7 | any good | 2nd guard good | own good[]"
                  + " | any end | 2nd guard end");
    }

    @Test
    void may_disconnect_and_then_nobody_hears_the_event() {
      socket.use((it, _) -> {
        it.disconnect(false);
        return new EventDecision.Pass();
      });
      socket.on("a", hear("own"));
      client.send("42[\"a\"]");
      client.send("42[\"a\"]");
      assertThat(client.text()).isEqualTo("41");
      assertThat(EchoHandler.next(heard)).startsWith("namespace: leaving");
    }
  }

  @Nested
  class The_end {
    @Test
    void is_told_while_the_rooms_are_there_and_again_when_they_are_not() {
      socket.join("a");
      socket.join("b");
      try (var other = WsClient.joined(server.port())) {
        EchoHandler.next(sockets).join("a");
        socket.onDisconnecting((it, reason) -> {
          heard.add("leaving, " + reason.wireName() + " " + it.rooms().contains("b"));
          it.to("a").emit("bye");
        });
        socket.onDisconnect((it, reason) ->
            heard.add("left, " + reason.wireName() + " " + it.rooms().contains("b")));
        client.send("41");
        assertThat(other.text()).isEqualTo("42[\"bye\"]");
        assertThat(EchoHandler.next(heard)).isEqualTo("leaving, client namespace disconnect true");
        assertThat(EchoHandler.next(heard))
            .isEqualTo("namespace: leaving, client namespace disconnect3");
        assertThat(EchoHandler.next(heard)).isEqualTo("left, client namespace disconnect false");
        assertThat(EchoHandler.next(heard)).isEqualTo("namespace: left 1");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect",
        "connect_error",
        "disconnect",
        "disconnecting",
        "newListener",
        "removeListener"
      })
  void the_protocol_s_own_names_cannot_be_emitted(String name) {
    assertThatThrownBy(() -> socket.emit(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socket.broadcast().emit(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Nested
  class The_connection {
    @Test
    void says_its_transport_and_tells_of_an_upgrade() {
      try (var polling = PollingClient.open(server.port())) {
        polling.post("40");
        polling.get();
        var polled = EchoHandler.next(sockets);
        assertThat(polled.conn().transport()).isEqualTo("polling");
        assertThat(polled.conn().id()).isEqualTo(polling.sid()).isNotEqualTo(polled.id());
        polled.conn().onUpgrade(() -> heard.add("upgraded"));
        try (var upgraded = polling.upgrade()) {
          assertThat(EchoHandler.next(heard)).isEqualTo("upgraded");
          assertThat(polled.conn().transport()).isEqualTo("websocket");
          assertThat(polled.conn().isOpen()).isTrue();
          upgraded.send("1");
        }
      }
      assertThat(socket.conn().transport()).isEqualTo("websocket");
    }
  }
}
