package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.engine.EngineListener;
import io.klatch.socketio.engine.ListenerConfig;
import io.klatch.socketio.wire.WsClient;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps README.md true.
class QuickStartTest {
  private static final int PORT = 0;

  @Test
  void of_the_readme_runs() throws IOException {
    // README: quick start
    var handlers = Executors.newVirtualThreadPerTaskExecutor();
    var server = new SocketServer(SocketServerConfig.defaults(), handlers);
    server
        .of("/")
        .use((_, auth) ->
            auth.has("name")
                ? new ConnectDecision.Allow()
                : new ConnectDecision.Refuse("tell me your name", null))
        .onConnection(socket -> socket.join("lobby"))
        .on(
            "say",
            (socket, event) -> {
              var name = socket.handshake().auth().path("name").asString();
              socket.to("lobby").emit("said", name, event.args());
              event.reply("ok");
            });
    var threads = Thread.ofPlatform().daemon().name("io-", 0).factory();
    var listener =
        EngineListener.start(
            ListenerConfig.on("127.0.0.1", PORT), List.of(server.engine()), threads, null);
    // README: end
    try (listener;
        handlers;
        var nameless = WsClient.open(listener.address().getPort());
        var ann = WsClient.open(listener.address().getPort());
        var bob = WsClient.open(listener.address().getPort())) {
      assertThat(nameless.join("/", "")).isEqualTo("44{\"message\":\"tell me your name\"}");
      ann.join("/", "{\"name\":\"ann\"}");
      bob.join("/", "{\"name\":\"bob\"}");
      bob.send("420[\"say\",\"nobody has joined before me\"]");
      assertThat(bob.text()).isEqualTo("430[\"ok\"]");
      ann.send("420[\"say\",\"hello\"]");
      assertThat(bob.text()).isEqualTo("42[\"said\",\"ann\",[\"hello\"]]");
    }
  }

  @Test
  void in_the_readme_is_the_one_that_runs() throws IOException {
    var test = Files.readString(Path.of("src/test/java/io/klatch/socketio/QuickStartTest.java"));
    int start = test.indexOf("// README: quick start\n");
    var code = test.substring(test.indexOf('\n', start) + 1, test.indexOf("    // README: end"));
    var shown = code.stripTrailing().stripIndent().replace("PORT", "3000");
    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + shown + "\n```");
    assertThat(shown.lines()).hasSizeLessThanOrEqualTo(20);
  }

  @Test
  void the_readme_names_the_defaults_as_they_are() throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    assertThat(rows(readme))
        .filteredOn(row -> row.matches("[a-z][A-Za-z]+ .*"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(SocketServerConfig.defaults(), RecoveryBounds.defaults())
                .flatMap(config -> settings(config).stream())
                .toList());
  }

  /// Name and value of each component, those of nested records in their place.
  private static List<String> settings(Record config) {
    return Arrays.stream(config.getClass().getRecordComponents())
        .flatMap(component ->
            switch (value(component, config)) {
              case Record nested -> settings(nested).stream();
              case Duration time -> Stream.of(component.getName() + " " + time.toSeconds() + " s");
              case Integer number -> Stream.of(component.getName() + " " + grouped(number));
              case Long number -> Stream.of(component.getName() + " " + grouped(number));
              case Object other -> Stream.of(component.getName() + " " + other);
            })
        .toList();
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException fault) {
      throw new LinkageError("a public record", fault);
    }
  }

  private static String grouped(long number) {
    return "%,d".formatted(number);
  }

  /// Name and default of each setting.
  private static List<String> rows(String readme) {
    return Pattern.compile("^\\| `(\\w+)` \\| `?([^|`]+)`? \\|", Pattern.MULTILINE)
        .matcher(readme)
        .results()
        .map(row -> row.group(1) + " " + row.group(2).strip())
        .toList();
  }
}
