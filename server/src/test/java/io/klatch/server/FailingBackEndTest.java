package io.klatch.server;

import static io.klatch.server.BackEndServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.HookServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a tenant's back end is told that does not take it: it fails, is slow, or answers nonsense.
class FailingBackEndTest {
  private static final Answer BROKEN = new Answer(500, "");

  /// `HookClient.BYTES_MAX`.
  private static final int ANSWER_BYTES_MAX = 65_536;

  @TempDir private Path folder;
  private HookServer hook;
  private BackEndServer server;

  @BeforeEach
  void start() throws Exception {
    hook = new HookServer();
    server = BackEndServer.hooking(folder);
  }

  @AfterEach
  void stop() {
    server.close();
    hook.close();
  }

  @Test
  void is_told_again_until_it_takes_it_and_in_order() throws Exception {
    var fails = new AtomicInteger(4);
    hook.answers = _ -> fails.getAndDecrement() > 0 ? BROKEN : HookServer.TAKEN;
    server.addHook(hook.url("/a"));
    var room = server.group("ann", "bob");
    var texts = sayMany(room, 20);
    hook.awaitTold(21);
    assertThat(hook.texts()).isEqualTo(texts);
  }

  @Test
  void is_told_everything_at_least_once_when_the_server_restarts_in_between() throws Exception {
    hook.answers = _ -> BROKEN;
    server.addHook(hook.url("/a"));
    var room = server.group("ann", "bob");
    var texts = sayMany(room, 10);
    server.restart();
    texts.addAll(sayMany(room, 10, 10));
    hook.answers = _ -> HookServer.TAKEN;
    hook.await("all texts", () -> Set.copyOf(hook.texts()).size() == 20);
    assertThat(hook.texts().stream().distinct()).containsExactlyElementsOf(texts);
  }

  @Test
  void is_not_told_again_after_a_restart_what_it_took() throws Exception {
    server.addHook(hook.url("/a"));
    var room = server.group("ann", "bob");
    sayMany(room, 5);
    hook.awaitTold(6);
    hook.await("nothing on its way", () -> server.firstHook().get("waiting").intValue() == 0);
    server.restart();
    json(server.say("ann", room, "last"));
    hook.awaitTold(7);
    assertThat(hook.told).hasSize(7);
  }

  @Test
  void in_one_conversation_does_not_hold_up_the_others() throws Exception {
    server.addHook(hook.url("/a"));
    var bad = server.group("ann", "bob");
    var good = server.group("ann", "bob");
    hook.awaitTold(2);
    var hold = new CountDownLatch(1);
    hook.answers =
        it -> {
          if (it.body().contains(bad)) {
            awaitQuietly(hold);
          }
          return HookServer.TAKEN;
        };
    json(server.say("ann", bad, "slow"));
    var texts = sayMany(good, 5);
    hook.awaitTold(7);
    assertThat(hook.texts()).isEqualTo(texts);
    hold.countDown();
    hook.awaitTold(8);
  }

  @Test
  void of_one_tenant_does_not_hold_up_another_tenants() throws Exception {
    json(server.call("POST", "/v1/admin/tenants", "{\"tenant_id\":\"acme\"}"));
    var hold = new CountDownLatch(1);
    try (var slow = new HookServer()) {
      slow.answers =
          _ -> {
            awaitQuietly(hold);
            return BROKEN;
          };
      json(
          server.call(
              "POST", "/v1/admin/tenants/acme/webhooks", "{\"url\":\"" + slow.url("/") + "\"}"));
      for (var i = 0; i < 20; i++) {
        server.groupIn("acme", "a", "b");
      }
      server.addHook(hook.url("/a"));
      server.group("ann", "bob");
      hook.awaitTold(1);
      hold.countDown();
    }
  }

  @Test
  void leaves_dead_letters_that_can_be_sent_again() throws Exception {
    var poison = ConcurrentHashMap.<String>newKeySet();
    poison.add("poison");
    hook.answers = it -> poison.contains(it.text()) ? new Answer(400, "") : HookServer.TAKEN;
    var id = server.addHook(hook.url("/a")).get("webhook_id").stringValue();
    var other = server.group("ann", "bob");
    var room = server.group("ann", "bob");
    json(server.say("ann", room, "poison"));
    json(server.say("ann", room, "behind it"));
    var n = new AtomicInteger();
    hook.await(
        "the message behind",
        () -> {
          json(server.say("ann", other, "n" + n.getAndIncrement())); // others are taken meanwhile
          return hook.texts().contains("behind it");
        });
    var letters = "/v1/admin/webhooks/" + id + "/dead-letters";
    var letter = json(server.call("GET", letters, null)).get("dead_letters").get(0);
    assertThat(letter.get("failure").stringValue()).isEqualTo("answered with the status 400");
    assertThat(letter.get("tries").intValue()).isGreaterThanOrEqualTo(5);
    var event = letter.get("event").get("event_id").stringValue();
    poison.clear();
    var replayed = server.call("POST", letters + "/replay", "{\"event_id\":\"" + event + "\"}");
    assertThat(json(replayed).get("replayed").intValue()).isEqualTo(1);
    hook.await("the poison", () -> hook.texts().contains("poison"));
    hook.await(
        "no letter", () -> json(server.call("GET", letters, null)).get("dead_letters").isEmpty());
  }

  @Test
  void by_answering_with_a_redirect_has_not_taken_it_and_is_told_again() throws Exception {
    var redirects = new AtomicInteger();
    hook.answers =
        it -> {
          if (it.path().equals("/elsewhere")) {
            throw new AssertionError("a redirect was followed");
          }
          return redirects.getAndIncrement() == 0
              ? new Answer(302, hook.url("/elsewhere"))
              : HookServer.TAKEN;
        };
    server.addHook(hook.url("/a"));
    server.group("ann", "bob");
    hook.awaitTold(1);
    assertThat(hook.told.getFirst().path()).isEqualTo("/a");
    assertThat(redirects).hasValueGreaterThan(1);
  }

  @Test
  void by_answering_with_too_much_has_not_taken_it_and_is_told_again() throws Exception {
    var answers = new AtomicInteger();
    var tooMuch = new Answer(200, "x".repeat(ANSWER_BYTES_MAX + 1));
    hook.answers = _ -> answers.getAndIncrement() == 0 ? tooMuch : HookServer.TAKEN;
    server.addHook(hook.url("/a"));
    server.group("ann", "bob");
    hook.awaitTold(2);
    assertThat(hook.told.get(1).json().get("event_id"))
        .isEqualTo(hook.told.get(0).json().get("event_id"));
  }

  private List<String> sayMany(String room, int count) throws Exception {
    return sayMany(room, 0, count);
  }

  private List<String> sayMany(String room, int from, int count) throws Exception {
    var texts = new ArrayList<String>();
    for (var i = from; i < from + count; i++) {
      texts.add("t" + i);
      json(server.say(i % 2 == 0 ? "ann" : "bob", room, "t" + i));
    }
    return texts;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
