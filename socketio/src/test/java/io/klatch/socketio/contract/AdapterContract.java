package io.klatch.socketio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.Acks;
import io.klatch.socketio.Adapter;
import io.klatch.socketio.Namespace;
import io.klatch.socketio.RemoteSocket;
import io.klatch.socketio.Socket;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What an `Adapter` must do, seen from clients that are spread over as many servers as there are
/// factories. Extend it with an adapter's factories; `InMemoryAdapterTest` is the example.
public abstract class AdapterContract {
  private static final String NAMESPACE = "/contract";
  private static final int CLIENTS = 4;

  private final List<TestServer> servers = new ArrayList<>();
  private final List<Namespace> namespaces = new ArrayList<>();
  private final List<WsClient> clients = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private final LinkedBlockingQueue<Socket> connected = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> serverSide = new LinkedBlockingQueue<>();

  /// One for each server of the cluster; called once for each test.
  protected abstract List<Adapter.Factory> servers();

  @BeforeEach
  void start() {
    for (var factory : servers()) {
      int number = servers.size();
      servers.add(
          TestServer.sockets(
              factory,
              server -> {
                namespaces.add(install(server, number));
              }));
    }
    for (int i = 0; i < CLIENTS; i++) {
      var client = WsClient.open(servers.get(i % servers.size()).port());
      assertThat(client.join(NAMESPACE, "{\"number\":" + i + "}")).startsWith("40" + NAMESPACE);
      clients.add(client);
      var socket = EchoHandler.next(connected);
      socket.data().put("number", i);
      sockets.add(socket);
    }
    Await.until("every server knows of the others", () -> fetch().size() == CLIENTS);
  }

  private Namespace install(SocketServer server, int number) {
    return server
        .of(NAMESPACE)
        .onConnection(connected::add)
        .onServerSide(
            "hello",
            event -> {
              serverSide.add(number + " heard " + event.args());
              event.reply(number);
            });
  }

  @AfterEach
  void stop() {
    clients.forEach(WsClient::close);
    servers.forEach(TestServer::close);
  }

  private Namespace namespace() {
    return namespaces.getFirst();
  }

  private List<RemoteSocket> fetch() {
    return result(namespace().fetchSockets());
  }

  private static <T> T result(CompletableFuture<T> future) {
    return future.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static String packet(String json) {
    return "42" + NAMESPACE + "," + json;
  }

  /// What each client has got up to now; broadcasts of one server arrive in order.
  private List<List<String>> received() {
    namespace().emit("end");
    var all = new ArrayList<List<String>>();
    for (var client : clients) {
      var texts = new ArrayList<String>();
      for (var text = client.text(); !text.equals(packet("[\"end\"]")); text = client.text()) {
        texts.add(text);
      }
      all.add(texts);
    }
    return all;
  }

  /// Which clients have got an event, each once and nothing else.
  private void assertReached(String event, Integer... numbers) {
    var all = received();
    var expected = Set.of(numbers);
    for (int i = 0; i < CLIENTS; i++) {
      assertThat(all.get(i))
          .as("client %d", i)
          .isEqualTo(expected.contains(i) ? List.of(packet("[\"" + event + "\"]")) : List.of());
    }
  }

  private void joined(String room, int... numbers) {
    for (int number : numbers) {
      sockets.get(number).join(room);
    }
    Await.until(
        "the members of " + room,
        () -> result(namespace().to(room).fetchSockets()).size() >= numbers.length);
  }

  @Nested
  class A_broadcast {
    @Test
    void reaches_everybody() {
      namespace().emit("x");
      assertReached("x", 0, 1, 2, 3);
    }

    @Test
    void reaches_the_members_of_any_of_several_rooms_once() {
      joined("a", 0, 1);
      joined("b", 1, 2);
      namespace().to("a", "b").in("nowhere").emit("x");
      assertReached("x", 0, 1, 2);
    }

    @Test
    void leaves_out_the_members_of_excluded_rooms() {
      joined("a", 0, 1, 2);
      joined("b", 1);
      namespace().to("a").except("b", sockets.get(2).id()).emit("x");
      assertReached("x", 0);
    }

    @Test
    void to_a_room_nobody_is_in_reaches_nobody() {
      namespace().to("nowhere").emit("x");
      assertReached("x");
    }

    @Test
    void of_a_socket_leaves_out_that_socket() {
      joined("a", 0, 2);
      sockets.getFirst().to("a").emit("x");
      assertReached("x", 2);
    }

    @Test
    void reaches_a_socket_by_its_id_from_every_server() {
      namespaces.getLast().to(sockets.getFirst().id()).emit("x");
      assertThat(clients.getFirst().text()).isEqualTo(packet("[\"x\"]"));
    }

    @Test
    void that_is_local_reaches_the_sockets_of_its_server_only() {
      namespace().local().emit("x");
      var here = new HashSet<Integer>();
      for (int i = 0; i < CLIENTS; i += servers.size()) {
        here.add(i);
      }
      assertReached("x", here.toArray(Integer[]::new));
    }

    @Test
    void does_not_reach_who_has_left_the_room() {
      joined("a", 0, 1);
      sockets.get(1).leave("a");
      Await.until("left", () -> result(namespace().to("a").fetchSockets()).size() == 1);
      namespace().to("a").emit("x");
      assertReached("x", 0);
    }

    @Test
    void carries_bytes() {
      namespace().emit("x", "text", new byte[] {1, 2});
      for (var client : clients) {
        assertThat(client.text())
            .isEqualTo("451-" + NAMESPACE + ",[\"x\",\"text\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(client.binary()).containsExactly(1, 2);
      }
    }

    @Test
    void that_is_volatile_reaches_who_can_be_written_to() {
      received(); // Nothing waits any more.
      Await.until(
          "one got it",
          () -> {
            namespace().asVolatile().emit("x");
            return received().stream().allMatch(texts -> texts.size() <= 1);
          });
    }
  }

  @Nested
  class Acknowledgements_of_a_broadcast {
    /// Reads a question and gives its acknowledgement id.
    private String asked(WsClient client) {
      var text = client.text();
      var start = "42" + NAMESPACE + ",";
      assertThat(text).startsWith(start).endsWith("[\"q\"]");
      return text.substring(start.length(), text.length() - "[\"q\"]".length());
    }

    private void answer(WsClient client, String json) {
      client.send("43" + NAMESPACE + "," + asked(client) + json);
    }

    @Test
    void are_all_there_when_everybody_has_answered() {
      var acks = namespace().emitWithAck("q");
      for (int i = 0; i < CLIENTS; i++) {
        answer(clients.get(i), "[" + i + ",\"more\"]");
      }
      assertThat(result(acks).isComplete()).isTrue();
      assertThat(result(acks).answers().stream().map(args -> args.getFirst().intValue()))
          .containsExactlyInAnyOrder(0, 1, 2, 3);
      assertThat(result(acks).answers()).allMatch(args -> args.size() == 2);
    }

    @Test
    void are_those_that_came_when_the_time_is_up() {
      var acks = namespace().timeout(Duration.ofMillis(400)).emitWithAck("q");
      answer(clients.getFirst(), "[\"here\"]");
      assertThat(result(acks).isComplete()).isFalse();
      assertThat(result(acks).expected()).isEqualTo(CLIENTS);
      assertThat(result(acks).answers().toString()).isEqualTo("[[\"here\"]]");
    }

    @Test
    void are_none_at_once_where_nobody_is() {
      assertThat(result(namespace().to("nowhere").emitWithAck("q")))
          .isEqualTo(new Acks(List.of(), 0));
    }

    @Test
    void do_not_wait_for_who_has_gone() {
      joined("a", 0, 1);
      var acks = namespace().to("a").timeout(Duration.ofSeconds(60)).emitWithAck("q");
      asked(clients.get(1));
      clients.get(1).close();
      answer(clients.getFirst(), "[]");
      assertThat(result(acks).answers()).hasSize(1);
      assertThat(result(acks).expected()).isEqualTo(2);
    }
  }

  @Nested
  class Fetched_sockets {
    @Test
    void show_id_rooms_data_and_handshake_of_each() {
      joined("a", 3);
      var fetched = result(namespace().to("a").fetchSockets());
      assertThat(fetched).hasSize(1);
      var remote = fetched.getFirst();
      assertThat(remote.id()).isEqualTo(sockets.get(3).id());
      assertThat(remote.rooms()).containsExactlyInAnyOrder(remote.id(), "a");
      assertThat(remote.data().toString()).isEqualTo("{number=3}");
      assertThat(remote.handshake().auth().toString()).isEqualTo("{\"number\":3}");
      assertThat(remote.handshake().query()).containsEntry("EIO", "4");
    }

    @Test
    void are_those_of_the_rooms_asked_for() {
      joined("a", 0, 1);
      assertThat(result(namespace().to("a").except(sockets.get(1).id()).fetchSockets()))
          .singleElement()
          .extracting(RemoteSocket::id)
          .isEqualTo(sockets.getFirst().id());
    }

    @Test
    void can_be_spoken_to_and_asked() {
      for (var remote : fetch()) {
        remote.emit("x");
      }
      assertReached("x", 0, 1, 2, 3);
      var last = sockets.getLast();
      var remote =
          fetch().stream().filter(it -> it.id().equals(last.id())).findFirst().orElseThrow();
      var answer = remote.emitWithAck(Duration.ofSeconds(10), "q");
      var question = clients.getLast().text();
      var ackId = question.substring(("42" + NAMESPACE + ",").length(), question.indexOf('['));
      clients.getLast().send("43" + NAMESPACE + "," + ackId + "[\"well\"]");
      assertThat(result(answer).toString()).isEqualTo("[\"well\"]");
    }

    @Test
    void can_be_moved_between_rooms_and_disconnected() {
      var last = sockets.getLast();
      var remote = result(namespace().to(last.id()).fetchSockets()).getFirst();
      remote.join("a", "b");
      Await.until("joined", () -> last.rooms().containsAll(Set.of("a", "b")));
      remote.leave("a");
      Await.until("left", () -> !last.rooms().contains("a"));
      remote.disconnect(false);
      assertThat(clients.getLast().text()).isEqualTo("41" + NAMESPACE + ",");
    }
  }

  @Nested
  class All_sockets_at_once {
    @Test
    void join_and_leave_rooms() {
      joined("a", 1, 2);
      namespace().to("a").socketsJoin("b", "c");
      Await.until("joined", () -> result(namespace().to("b").fetchSockets()).size() == 2);
      namespace().to("b").emit("x");
      assertReached("x", 1, 2);
      namespace().socketsLeave("b");
      Await.until("left", () -> result(namespace().to("b").fetchSockets()).isEmpty());
      assertThat(sockets.get(1).rooms()).contains("a", "c").doesNotContain("b");
    }

    @Test
    void are_disconnected() {
      joined("a", 0, 1);
      namespace().to("a").disconnectSockets(false);
      for (var client : clients.subList(0, 2)) {
        assertThat(client.text()).isEqualTo("41" + NAMESPACE + ",");
      }
      Await.until("gone", () -> fetch().size() == CLIENTS - 2);
      namespace().disconnectSockets(true);
      for (var client : clients.subList(2, CLIENTS)) {
        assertThat(client.text()).isEqualTo("41" + NAMESPACE + ",");
        assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      }
    }
  }

  @Nested
  class Between_servers {
    @Test
    void an_event_reaches_every_server_but_its_own() {
      namespace().serverSideEmit("hello", "you");
      var heard = new HashSet<String>();
      for (int i = 1; i < servers.size(); i++) {
        heard.add(EchoHandler.next(serverSide));
      }
      assertThat(heard).hasSize(servers.size() - 1).noneMatch(text -> text.startsWith("0"));
      assertThat(serverSide).isEmpty();
    }

    @Test
    void an_event_is_answered_by_every_other_server() {
      var acks = result(namespace().serverSideEmitWithAck("hello"));
      assertThat(acks.isComplete()).isTrue();
      assertThat(acks.answers()).hasSize(servers.size() - 1);
    }

    @Test
    void who_does_not_answer_in_time_is_not_waited_for() {
      var asked = namespace().timeout(Duration.ofMillis(300)).serverSideEmitWithAck("unheard");
      var acks = result(asked);
      assertThat(acks.answers()).isEmpty();
      assertThat(acks.expected()).isEqualTo(servers.size() - 1);
    }
  }
}
