package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that come and go while others write: the seam between replayed and live must not show.
class ExactCutTest {
  private static final int SENDERS = 3;
  private static final int RECEIVERS = 4;
  private static final int RETURNS = 25;

  @TempDir private Path folder;

  @Test
  void receivers_that_keep_losing_their_connection_get_every_message_once_in_order()
      throws Exception {
    try (var server = new LiveServer(folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var room = openRoom(server);
      var clients = new ArrayList<WireClient>();
      for (var i = 0; i < RECEIVERS; i++) {
        clients.add(server.signedIn("bob"));
      }
      var enough = new AtomicBoolean();
      var senders = new ArrayList<Future<?>>();
      for (var i = 0; i < SENDERS; i++) {
        senders.add(threads.submit(() -> sendUntil(server, room, enough)));
      }
      var returns = new ArrayList<Future<?>>();
      for (var client : clients) {
        returns.add(threads.submit(() -> comeAndGo(client)));
      }
      for (var each : returns) {
        each.get();
      }
      enough.set(true);
      for (var each : senders) {
        each.get();
      }
      finish(server, room, clients);
    }
  }

  private static void finish(LiveServer server, String room, List<WireClient> clients) {
    try (var ann = server.signedIn("ann")) {
      var last = ann.ask("message:send", message(room)).get("seq").intValue();
      for (var client : clients) {
        while (client.until("message:new").first().get("seq").intValue() < last) {
          assertThat(client.log).isNotEmpty();
        }
        assertThat(client.all("message:new"))
            .extracting(it -> it.first().get("seq").intValue())
            .containsExactlyElementsOf(IntStream.rangeClosed(1, last).boxed().toList());
        client.close();
      }
    }
  }

  private static void comeAndGo(WireClient client) {
    for (var i = 0; i < RETURNS; i++) {
      client.until("message:new");
      client.drop();
      assertThat(client.signIn().get("recovered").booleanValue()).isTrue();
    }
  }

  private static void sendUntil(LiveServer server, String room, AtomicBoolean enough) {
    try (var ann = server.signedIn("ann")) {
      while (!enough.get()) {
        assertThat(ann.ask("message:send", message(room)).get("ok").booleanValue()).isTrue();
      }
    }
  }

  private static String openRoom(LiveServer server) {
    try (var ann = server.signedIn("ann")) {
      return ann.ask("conversation:create", "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}")
          .get("conversation_id")
          .stringValue();
    }
  }

  private static String message(String room) {
    return "{\"conversation_id\":\"" + room + "\",\"text\":\"x\"}";
  }
}
