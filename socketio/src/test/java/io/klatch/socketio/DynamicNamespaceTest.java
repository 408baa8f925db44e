package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicNamespaceTest {
  private static final Pattern ROOMS = Pattern.compile("/room-\\d+");

  private final List<ParentNamespace> parents = new ArrayList<>();
  private final List<SocketServer> applications = new ArrayList<>();
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private TestServer start(Consumer<ParentNamespace> setup) {
    return TestServer.sockets(server -> {
      applications.add(server);
      var parent = server.of(ROOMS);
      parents.add(parent);
      setup.accept(parent);
    });
  }

  private static String refusal(String name) {
    return "44" + name + ",{\"message\":\"Invalid namespace\"}";
  }

  @Test
  void a_pattern_lets_clients_into_namespaces_that_it_matches() {
    try (var server = start(_ -> {});
        var client = WsClient.open(server.port())) {
      assertThat(client.join("/room-1", "")).startsWith("40/room-1,{\"sid\":");
      assertThat(client.join("/room-22", "")).startsWith("40/room-22,{\"sid\":");
      assertThat(parents.getFirst().children().stream().map(Namespace::name))
          .containsExactlyInAnyOrder("/room-1", "/room-22");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/room-", "/room-1x", "/the/room-1", "/elsewhere"})
  void a_pattern_must_match_the_whole_name(String name) {
    try (var server = start(_ -> {});
        var client = WsClient.open(server.port())) {
      assertThat(client.join(name, "")).isEqualTo(refusal(name));
      assertThat(parents.getFirst().children()).isEmpty();
    }
  }

  @Test
  void a_predicate_sees_the_name_and_what_the_client_sent() {
    try (var server =
            TestServer.sockets(
                it -> it.of((name, auth) -> auth.path("for").asString("").equals(name)));
        var client = WsClient.open(server.port())) {
      assertThat(client.join("/a", "{\"for\":\"/b\"}")).isEqualTo(refusal("/a"));
      assertThat(client.join("/b", "{\"for\":\"/b\"}")).startsWith("40/b,");
    }
  }

  @Test
  void a_predicate_that_fails_says_no() {
    try (var server =
            TestServer.sockets(it ->
                it.of((_, _) -> {
                  throw new IllegalStateException("a fault on purpose");
                }));
        var client = WsClient.open(server.port())) {
      assertThat(client.join("/a", "")).isEqualTo(refusal("/a"));
    }
  }

  @Test
  void a_static_name_wins() {
    try (var server =
            start(parent -> {
              parent.onConnection(_ -> heard.add("dynamic"));
              applications.getFirst().of("/room-1").onConnection(_ -> heard.add("static"));
            });
        var client = WsClient.open(server.port())) {
      client.join("/room-1", "");
      assertThat(EchoHandler.next(heard)).isEqualTo("static");
      assertThat(parents.getFirst().children()).isEmpty();
    }
  }

  @Test
  void the_first_that_allows_a_name_has_it() {
    try (var server =
            start(parent -> {
              parent.onConnection(_ -> heard.add("first"));
              applications.getFirst().of((_, _) -> true).onConnection(_ -> heard.add("second"));
            });
        var client = WsClient.open(server.port())) {
      client.join("/room-1", "");
      client.join("/other", "");
      assertThat(List.of(EchoHandler.next(heard), EchoHandler.next(heard)))
          .containsExactly("first", "second");
    }
  }

  @Nested
  class A_child {
    @Test
    void has_the_guards_and_listeners_of_its_parent() {
      try (var server =
              start(parent ->
                  parent
                      .use((_, auth) ->
                          auth.isEmpty()
                              ? new ConnectDecision.Refuse("no", "data")
                              : new ConnectDecision.Allow())
                      .on("echo", (socket, event) -> socket.emit("echo", event.args().toArray()))
                      .onOther((socket, event) -> socket.emit("other", event.name()))
                      .onDisconnecting((socket, _) -> heard.add("leaving " + socket.isConnected()))
                      .onDisconnect((socket, reason) ->
                          heard.add(socket.namespace().name() + " " + reason.wireName())));
          var client = WsClient.open(server.port())) {
        assertThat(client.join("/room-1", ""))
            .isEqualTo("44/room-1,{\"message\":\"no\",\"data\":\"data\"}");
        assertThat(client.join("/room-1", "{\"a\":1}")).startsWith("40/room-1,");
        client.send("42/room-1,[\"echo\",1]");
        client.send("42/room-1,[\"what\"]");
        assertThat(client.texts(2))
            .containsExactly("42/room-1,[\"echo\",1]", "42/room-1,[\"other\",\"what\"]");
        client.send("41/room-1,");
        assertThat(EchoHandler.next(heard)).isEqualTo("leaving true");
        assertThat(EchoHandler.next(heard)).isEqualTo("/room-1 client namespace disconnect");
      }
    }

    @Test
    void has_sockets_and_rooms_of_its_own_and_its_parent_speaks_to_all() {
      try (var server =
              start(parent ->
                  parent.use((socket, _) -> {
                    socket.join("a");
                    return new ConnectDecision.Allow();
                  }));
          var client = WsClient.open(server.port())) {
        client.join("/room-1", "");
        client.join("/room-2", "");
        applications.getFirst().of("/room-2").to("a").emit("x");
        assertThat(client.text()).isEqualTo("42/room-2,[\"x\"]");
        parents.getFirst().emit("all");
        assertThat(client.texts(2))
            .containsExactlyInAnyOrder("42/room-1,[\"all\"]", "42/room-2,[\"all\"]");
      }
    }

    @Test
    void has_a_memory_of_its_own_where_it_recovers() {
      try (var server =
              start(parent -> parent.recoverInMemory(RecoveryBounds.defaults(), _ -> ""));
          var client = WsClient.open(server.port())) {
        var answer = client.join("/room-1", "");
        var pid = answer.substring(answer.indexOf("\"pid\":"), answer.length() - 1);
        client.join("/room-2", "");
        parents.getFirst().emit("x");
        assertThat(client.texts(2))
            .containsExactlyInAnyOrder("42/room-1,[\"x\",\"1\"]", "42/room-2,[\"x\",\"1\"]");
        client.send("41/room-2,");
        assertThat(client.join("/room-2", "{" + pid + "}"))
            .startsWith("40/room-2,")
            .doesNotContain(pid);
      }
    }

    @Test
    void is_announced_when_it_comes_into_being() {
      try (var server =
              start(_ -> applications.getFirst().onNewNamespace(it -> heard.add(it.name())));
          var client = WsClient.open(server.port());
          var other = WsClient.open(server.port())) {
        client.join("/room-1", "");
        other.join("/room-1", "");
        other.join("/room-2", "");
        assertThat(heard).containsExactly("/room-1", "/room-2");
      }
    }

    @Test
    void stays_when_it_is_empty_unless_it_shall_not() {
      try (var server = start(_ -> {});
          var client = WsClient.open(server.port())) {
        client.join("/room-1", "");
        client.send("41/room-1,");
        client.join("/room-2", "");
        assertThat(parents.getFirst().children()).hasSize(2);
      }
    }

    @Test
    void goes_with_its_last_socket_where_it_shall_not_stay() {
      try (var server = start(parent -> parent.cleanupEmptyChildren(true));
          var client = WsClient.open(server.port());
          var other = WsClient.open(server.port())) {
        client.join("/room-1", "");
        other.join("/room-1", "");
        client.send("41/room-1,");
        assertThat(client.join("/room-2", "")).startsWith("40/room-2,");
        assertThat(parents.getFirst().children()).hasSize(2);
        other.send("1");
        client.send("41/room-2,");
        Await.until("no child", () -> parents.getFirst().children().isEmpty());
      }
    }

    @Test
    void goes_where_its_only_client_is_refused() {
      try (var server =
              start(parent ->
                  parent
                      .cleanupEmptyChildren(true)
                      .use((_, _) -> new ConnectDecision.Refuse("no", null)));
          var client = WsClient.open(server.port())) {
        assertThat(client.join("/room-1", "")).isEqualTo("44/room-1,{\"message\":\"no\"}");
        Await.until("no child", () -> parents.getFirst().children().isEmpty());
      }
    }

    @Test
    void is_one_for_all_who_come_and_go_at_once() {
      try (var server =
          start(parent ->
              parent
                  .cleanupEmptyChildren(true)
                  .onConnection(socket ->
                      socket.emit("sees", socket.namespace().sockets().contains(socket))))) {
        var visits = new ArrayList<CompletableFuture<Void>>();
        for (int v = 0; v < 4; v++) {
          visits.add(CompletableFuture.runAsync(() -> comeAndGo(server.port(), 50)));
        }
        visits.forEach(CompletableFuture::join);
        Await.until("no child", () -> parents.getFirst().children().isEmpty());
      }
    }

    private static void comeAndGo(int port, int times) {
      try (var client = WsClient.open(port)) {
        for (int i = 0; i < times; i++) {
          assertThat(client.join("/room-1", "")).startsWith("40/room-1,");
          assertThat(client.text()).isEqualTo("42/room-1,[\"sees\",true]");
          client.send("41/room-1,");
        }
      }
    }

    @Test
    void is_refused_where_there_are_too_many() {
      try (var server = start(parent -> parent.childrenMax(2));
          var client = WsClient.open(server.port())) {
        client.join("/room-1", "");
        client.join("/room-2", "");
        assertThat(client.join("/room-3", "")).isEqualTo(refusal("/room-3"));
        client.send("41/room-1,");
        assertThat(client.join("/room-1", "")).as("known").startsWith("40/room-1,");
      }
    }
  }
}
