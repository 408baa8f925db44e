package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BroadcastTest {
  private final LinkedBlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
  private final TestServer server =
      TestServer.sockets(application -> {
        application.of("/").onConnection(sockets::add);
        application.of("/custom").onConnection(sockets::add);
      });
  private final WsClient annClient = WsClient.joined(server.port());
  private final Socket ann = EchoHandler.next(sockets);
  private final WsClient bobClient = WsClient.joined(server.port());
  private final Socket bob = EchoHandler.next(sockets);
  private final PollingClient cidClient = PollingClient.open(server.port());
  private final Socket cid = connect(cidClient);
  private final Namespace namespace = ann.namespace();

  private Socket connect(PollingClient client) {
    client.post("40");
    client.get();
    return EchoHandler.next(sockets);
  }

  @BeforeEach
  void everybody_takes_a_room() {
    ann.join("a");
    ann.join("ab");
    bob.join("ab");
    bob.join("b");
    cid.join("c");
  }

  @AfterEach
  void stop() {
    annClient.close();
    bobClient.close();
    cidClient.close();
    server.close();
  }

  /// What each client has got up to now: a last event, sent to each alone, ends its list.
  private List<List<String>> received() {
    List.of(ann, bob, cid).forEach(socket -> socket.emit("end"));
    var all = new ArrayList<List<String>>();
    for (var client : List.of(annClient, bobClient)) {
      var texts = new ArrayList<String>();
      for (var text = client.text(); !text.equals("42[\"end\"]"); text = client.text()) {
        texts.add(text);
      }
      all.add(texts);
    }
    var polled = new ArrayList<>(cidClient.packets());
    while (!polled.getLast().equals("42[\"end\"]")) {
      polled.addAll(cidClient.packets());
    }
    all.add(polled.subList(0, polled.size() - 1));
    return all;
  }

  private void assertReceived(String annGot, String bobGot, String cidGot) {
    assertThat(received().stream().map(texts -> String.join(" ", texts)))
        .containsExactly(annGot, bobGot, cidGot);
  }

  @Test
  void the_namespace_reaches_everybody_over_every_transport() {
    namespace.emit("x", "é");
    assertReceived("42[\"x\",\"é\"]", "42[\"x\",\"é\"]", "42[\"x\",\"é\"]");
  }

  /// The server has two, which take new connections in turn: no second process, no adapter.
  @Test
  @Tag("T13")
  void a_room_reaches_its_members_of_both_event_loops() {
    namespace.to("ab").emit("x");
    namespace.to("nowhere").emit("y");
    assertReceived("42[\"x\"]", "42[\"x\"]", "");
  }

  @Test
  void several_rooms_reach_the_members_of_any_once() {
    namespace.to("a", "ab").in("b").emit("x");
    assertReceived("42[\"x\"]", "42[\"x\"]", "");
  }

  @Test
  void the_same_room_twice_is_one_room() {
    namespace.to("a", "a").to("a").emit("x");
    namespace.except("a", "a").emit("y");
    assertReceived("42[\"x\"]", "42[\"y\"]", "42[\"y\"]");
  }

  @Test
  void members_of_an_excluded_room_are_left_out_whatever_else_they_are_in() {
    namespace.to("ab", "c").except("b").emit("x");
    namespace.except("a", "c").emit("y");
    assertReceived("42[\"x\"]", "42[\"y\"]", "42[\"x\"]");
  }

  @Test
  void a_socket_reaches_a_room_without_itself() {
    ann.to("ab").emit("x");
    cid.to("ab").emit("y");
    assertReceived("42[\"y\"]", "42[\"x\"] 42[\"y\"]", "");
  }

  @Test
  void each_socket_is_a_room_of_its_own() {
    namespace.to(bob.id()).emit("x");
    namespace.except(bob.id()).emit("y");
    assertThat(ann.rooms()).containsExactlyInAnyOrder(ann.id(), "a", "ab");
    assertReceived("42[\"y\"]", "42[\"x\"]", "42[\"y\"]");
  }

  @Test
  void who_has_left_a_room_is_reached_no_more() {
    bob.leave("ab");
    bob.leave("ab");
    namespace.to("ab").emit("x");
    assertReceived("42[\"x\"]", "", "");
  }

  @Test
  void another_namespace_has_rooms_of_its_own() {
    annClient.join("/custom", "");
    var custom = EchoHandler.next(sockets);
    custom.join("ab");
    custom.namespace().to("ab").emit("x");
    namespace.to("ab").emit("y");
    assertReceived("42/custom,[\"x\"] 42[\"y\"]", "42[\"y\"]", "");
  }

  @Test
  void bytes_reach_everybody_behind_their_packet() {
    namespace.emit("x", new byte[] {1, 2, 3});
    var header = "451-[\"x\",{\"_placeholder\":true,\"num\":0}]";
    for (var client : List.of(annClient, bobClient)) {
      assertThat(client.text()).isEqualTo(header);
      assertThat(client.binary()).containsExactly(1, 2, 3);
    }
    assertThat(cidClient.packets(2)).containsExactly(header, "bAQID");
  }

  @Test
  void one_encoding_serves_every_receiver_any_number_of_times() {
    var message = namespace.encode("x", List.of(1, "two"));
    assertThat(message.bytes()).isEqualTo("42[\"x\",[1,\"two\"]]".length());
    namespace.send(List.of(ann, cid), message);
    ann.send(message);
    assertReceived("42[\"x\",[1,\"two\"]] 42[\"x\",[1,\"two\"]]", "", "42[\"x\",[1,\"two\"]]");
  }

  @Test
  void a_receiver_that_has_gone_is_passed_over() {
    bobClient.send("1");
    bobClient.closeStatus();
    namespace.send(List.of(bob, ann), namespace.encode("x"));
    assertThat(annClient.text()).isEqualTo("42[\"x\"]");
  }

  @Test
  void broadcasts_of_one_thread_arrive_in_order_with_what_it_emits_to_one() {
    var expected = new ArrayList<String>();
    for (int i = 0; i < 1_000; i++) {
      expected.add("42[\"n\"," + i + "]");
      if (i % 3 == 0) {
        ann.emit("n", i);
        bob.emit("n", i);
        cid.emit("n", i);
      } else {
        namespace.to("ab", "c").emit("n", i);
      }
    }
    var all = received();
    assertThat(IntStream.range(0, 3)).allSatisfy(i -> assertThat(all.get(i)).isEqualTo(expected));
  }
}
