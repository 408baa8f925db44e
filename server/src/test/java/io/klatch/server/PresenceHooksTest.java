package io.klatch.server;

import static io.klatch.server.BackEndServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.HookServer.Answer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Back ends that are told who is here, over the wire.
class PresenceHooksTest {
  private static final String HOOKS = "/v1/admin/tenants/default/webhooks";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private HookServer hook;
  private BackEndServer server;

  @BeforeEach
  void start() throws Exception {
    hook = new HookServer();
    var settings = Map.of("webhooks.private-addresses", "allowed", "presence.offline-grace", "0s");
    server = new BackEndServer(folder, settings);
  }

  @AfterEach
  void stop() {
    server.close();
    hook.close();
    http.close();
  }

  @Test
  void are_told_who_comes_and_goes_and_others_are_not() throws Exception {
    addHook("/presence", "\"user.presence\"");
    json(server.call("POST", HOOKS, "{\"url\":\"" + hook.url("/usual") + "\"}"));
    try (var _ = connect("ann")) {
      hook.await("that ann is here", () -> statuses().equals(List.of("online")));
    }
    hook.await("that ann has left", () -> statuses().equals(List.of("online", "offline")));
    var left = hook.told.getLast();
    assertThat(left.type()).isEqualTo("user.presence");
    assertThat(left.data().get("user_id").stringValue()).isEqualTo("ann");
    assertThat(left.data().get("last_seen").isNull()).isFalse();
    assertThat(left.json().get("tenant_id").stringValue()).isEqualTo("default");
    assertThat(hook.told).allMatch(it -> it.path().equals("/presence"));
  }

  @Test
  void that_do_not_take_it_are_not_told_again() throws Exception {
    var tries = new AtomicInteger();
    hook.answers =
        request -> {
          if (!request.data().get("user_id").stringValue().equals("ann")) {
            return HookServer.TAKEN;
          }
          tries.incrementAndGet();
          return new Answer(500, "");
        };
    addHook("/presence", "\"user.presence\"");
    try (var _ = connect("ann")) {
      hook.await("the try", () -> tries.get() > 0);
      try (var _ = connect("bob")) {
        hook.awaitTold(1);
      }
      hook.awaitTold(2);
      assertThat(tries).hasValue(1);
    }
  }

  private List<String> statuses() {
    return hook.told.stream().map(it -> it.data().get("status").stringValue()).toList();
  }

  private void addHook(String path, String events) throws Exception {
    var body = "{\"url\":\"" + hook.url(path) + "\",\"events\":[" + events + "]}";
    json(server.call("POST", HOOKS, body));
  }

  private PlainWire connect(String user) {
    var socket = new PlainWire(http, server.port(), "/socket.io/?EIO=4&transport=websocket");
    socket.send("40{\"token\":\"" + TestTokens.of(BackEndServer.SECRET, "default", user) + "\"}");
    while (!socket.take().contains("session:ready")) {
      // What comes before it does not matter.
    }
    return socket;
  }
}
