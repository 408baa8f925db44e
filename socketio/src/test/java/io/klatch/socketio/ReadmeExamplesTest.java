package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.admin.AdminAuth;
import io.klatch.socketio.admin.AdminUi;
import io.klatch.socketio.admin.AdminUiOptions;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// Keeps the examples of README.md true: they are compiled, run, and the same here and there.
class ReadmeExamplesTest {
  private static void listen(Namespace namespace) {
    // README: listen
    namespace.onConnection(socket -> {
      socket.on("mouse", (_, event) -> System.out.println(event.arg(0)));
      socket.once("hello", (_, event) -> event.reply("welcome", socket.handshake().address()));
      socket.onAny((_, event) -> socket.data().merge("events", 1, (a, b) -> (int) a + (int) b));
      socket.onAnyOutgoing((_, event) -> System.out.println("to " + socket.id() + ": " + event));
      socket.use((_, event) ->
          event.name().startsWith("admin:")
              ? new EventDecision.Refuse("not for you", null)
              : new EventDecision.Pass());
      socket.onRefused((_, event, refusal) -> socket.disconnect(true));
      socket.onDisconnecting((_, reason) -> socket.to("lobby").emit("left", reason.wireName()));
      socket.conn().onUpgrade(() -> System.out.println(socket.conn().transport()));
    });
    // README: end
  }

  @SuppressWarnings("FutureReturnValueIgnored") // An example is no place for it.
  private static void emit(Namespace namespace, Socket socket) {
    // README: emit
    socket.emit("news", "text", 7, new byte[] {1, 2, 3}); // to one
    socket.broadcast().emit("news"); // to all but one
    socket.to("a", "b").emit("news"); // to rooms, each once, but for one
    namespace.to("a").except("b").emit("news");
    namespace.asVolatile().compress(false).emit("cursor", 3, 4); // may be lost
    socket
        .timeout(Duration.ofSeconds(5))
        .emitWithAck("ask", "how are you?")
        .thenAccept(answer -> System.out.println(answer.getFirst()));
    namespace
        .to("a")
        .timeout(Duration.ofSeconds(5))
        .emitWithAck("vote")
        .thenAccept(acks -> System.out.println(acks.answers().size() + " of " + acks.expected()));
    // README: end
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private static void move(Namespace namespace) {
    // README: move
    namespace.to("a").socketsJoin("b");
    namespace.to("b").socketsLeave("a");
    namespace.fetchSockets().thenAccept(all -> all.forEach(it -> it.emit("hi", it.rooms())));
    namespace.to("idle").disconnectSockets(true);
    // README: end
  }

  private static void create(SocketServer server) {
    // README: dynamic
    server
        .of(Pattern.compile("/room-\\d+"))
        .cleanupEmptyChildren(true)
        .use((_, auth) ->
            auth.has("token")
                ? new ConnectDecision.Allow()
                : new ConnectDecision.Refuse("who are you?", null))
        .on("say", (socket, event) -> socket.namespace().emit("said", event.arg(0)));
    server.of((name, auth) -> auth.path("rooms").has(name)).onOther((_, event) -> event.reply());
    // README: end
  }

  private static void recover(SocketServer server) {
    // README: recover
    server
        .of("/news")
        .recoverInMemory(
            RecoveryBounds.defaults(), socket -> socket.handshake().auth().path("user").asString())
        .onConnection(socket -> {
          if (!socket.isRecovered()) {
            socket.join("headlines"); // a recovered socket is in its rooms already
          }
        });
    // README: end
  }

  private static void administrate(SocketServer server, String passwordHash, Executor handlers) {
    // README: admin
    var auth = new AdminAuth.Basic("admin", passwordHash);
    var options = AdminUiOptions.production(auth).withReadOnly(true);
    var adminUi = AdminUi.install(server, options, handlers);
    // README: end
    assertThat(adminUi.loginsRefused()).isZero();
  }

  @Test
  void of_the_readme_run() {
    try (var server =
            TestServer.sockets(it -> {
              listen(it.of("/"));
              administrate(it, BCrypt.hashpw("secret", BCrypt.gensalt(4)), Runnable::run);
              create(it);
              recover(it);
              it.of("/")
                  .on(
                      "go",
                      (socket, event) -> {
                        emit(socket.namespace(), socket);
                        move(socket.namespace());
                        event.reply("gone");
                      });
            });
        var client = WsClient.joined(server.port())) {
      client.send("420[\"hello\"]");
      assertThat(client.text()).isEqualTo("430[\"welcome\",\"127.0.0.1\"]");
      client.send("421[\"go\"]");
      assertThat(client.text())
          .isEqualTo("451-[\"news\",\"text\",7,{\"_placeholder\":true,\"num\":0}]");
      assertThat(client.binary()).hasSize(3);
      var next = client.text();
      var question = next.equals("42[\"cursor\",3,4]") ? client.text() : next; // It may be lost.
      assertThat(question).isEqualTo("420[\"ask\",\"how are you?\"]");
      assertThat(client.text()).startsWith("42[\"hi\",[");
      assertThat(client.text()).isEqualTo("431[\"gone\"]");
      assertThat(client.join("/room-7", "")).isEqualTo("44/room-7,{\"message\":\"who are you?\"}");
      assertThat(client.join("/x", "{\"rooms\":{\"/x\":1}}")).startsWith("40/x,");
      assertThat(client.join("/news", "{\"user\":\"ann\"}")).contains("\"pid\":");
      client.send("42[\"admin:stop\"]");
      assertThat(client.text()).isEqualTo("41");
    }
  }

  @Test
  void in_the_readme_are_those_that_run() throws IOException {
    var test =
        Files.readString(Path.of("src/test/java/io/klatch/socketio/ReadmeExamplesTest.java"));
    var readme = Files.readString(Path.of("README.md"));
    var examples = examples(test).toList();
    assertThat(examples).hasSize(6);
    assertThat(examples)
        .allSatisfy(example -> assertThat(readme).contains("```java\n" + example + "\n```"));
  }

  private static Stream<String> examples(String test) {
    return Pattern.compile("// README: \\w+\n(.*?)\n    // README: end", Pattern.DOTALL)
        .matcher(test)
        .results()
        .map(match -> match.group(1).stripIndent());
  }
}
