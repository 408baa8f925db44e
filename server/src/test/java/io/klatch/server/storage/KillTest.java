package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.Message;
import io.klatch.domain.kernel.ChangeSeq;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store alone, killed while 64 senders write.
class KillTest {
  private static final int ROUNDS = 3;
  private static final int ACKS_PER_ROUND = 2_000;

  @TempDir private Path folder;

  @Test
  void nothing_acknowledged_is_lost_or_doubled_when_the_process_is_killed() throws Exception {
    var acked = new HashMap<String, String>();
    for (var round = 0; round < ROUNDS; round++) {
      acked.putAll(runAndKill(round));
      try (var fixture = new StoreFixture(folder)) {
        verify(fixture, acked);
      }
    }
    assertThat(acked).hasSizeGreaterThanOrEqualTo(ROUNDS * ACKS_PER_ROUND);
  }

  private void verify(StoreFixture fixture, Map<String, String> acked) {
    var found = new HashMap<String, String>();
    for (var i = 0; i < KillTestWriter.CONVERSATIONS; i++) {
      var messages = fixture.all(ANN, id("c" + i));
      assertThat(messages)
          .extracting(it -> it.seq().value())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, messages.size()).boxed().toList());
      for (var message : messages) {
        assertThat(found.put(clientId(message), message.id().value())).isNull();
      }
    }
    var changes = changes(fixture);
    var expected = new HashMap<>(acked);
    expected.entrySet().removeAll(changes.entrySet());
    assertThat(found).containsAllEntriesOf(expected);
    assertThat(fixture.store.log().head().value())
        .isEqualTo(found.size() + changes.size() + KillTestWriter.CONVERSATIONS);
    var some = expected.entrySet().iterator().next();
    var conversation = some.getValue().substring(0, some.getValue().indexOf('.'));
    var again = (Appended.Stored) fixture.append(ANN, id(conversation), "again", some.getKey());
    assertThat(again.deduplicated()).isTrue();
    assertThat(again.message().id().value()).isEqualTo(some.getValue());
  }

  /// Operation id to what was acknowledged of every change that is there.
  private static Map<String, String> changes(StoreFixture fixture) {
    var found = new HashMap<String, String>();
    for (var i = 0; i < KillTestWriter.CONVERSATIONS; i++) {
      var expected = 1L;
      var after = ChangeSeq.NONE;
      while (true) {
        var page = fixture.store.changes().page(ANN, id("c" + i), after, 100);
        for (var change : Objects.requireNonNull(page).changes()) {
          assertThat(change.number().value()).isEqualTo(expected++);
          var user = ((Change.MemberAdded) change.what()).user();
          assertThat(found.put(user.value(), KillTestWriter.CHANGE + change.number())).isNull();
          after = change.number();
        }
        if (!page.hasMore()) {
          break;
        }
      }
    }
    return found;
  }

  /// Client id to message id, or operation id to change, of everything acknowledged before the
  /// kill.
  private Map<String, String> runAndKill(int round) throws IOException, InterruptedException {
    var child =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KillTestWriter.class.getName(),
                    folder.toString(),
                    "r" + round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var lines = new ArrayList<String>();
    try (var output = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (lines.size() == ACKS_PER_ROUND) {
          // SIGKILL; unlike Process.destroyForcibly this leaves the rest of the output readable.
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly();
    }
    child.waitFor();
    var acked = new HashMap<String, String>();
    for (var line : lines) {
      var fields = line.split(" ", -1);
      // The kill may have cut the last line.
      if (fields.length == 3 && "end".equals(fields[2])) {
        acked.put(fields[0], fields[1]);
      }
    }
    return acked;
  }

  private static String clientId(Message message) {
    return Objects.requireNonNull(message.clientMessageId()).value();
  }
}
