package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.event.LogReader;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.delivery.ResumeConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanoutTest {
  @TempDir private Path folder;
  private final AtomicInteger reads = new AtomicInteger();
  private volatile boolean failing;

  @Test
  void members_are_read_once_for_an_old_conversation_and_never_for_a_new_one() {
    var room = openRoom();
    try (var server = live();
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      for (var i = 0; i < 5; i++) {
        ann.ask("message:send", message(room));
      }
      bob.nth(5, "message:new");
      assertThat(reads).hasValue(1);
      var another = ann.ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}");
      ann.ask("message:send", message(another.get("conversation_id").stringValue()));
      bob.nth(6, "message:new");
      assertThat(reads).hasValue(1);
    }
  }

  @Test
  void an_event_that_could_not_be_delivered_is_found_by_the_clients_that_are_sent_back_for_it() {
    var room = openRoom();
    failing = true;
    try (var server = live();
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      ann.emit("message:send", message(room));
      bob.untilClosed();
      failing = false;
      assertThat(bob.signIn().get("recovered").booleanValue()).isTrue();
      assertThat(bob.texts("message:new")).containsExactly("x");
      ann.untilClosed();
      ann.signIn();
      ann.ask("message:send", message(room));
      bob.nth(2, "message:new");
      assertThat(bob.all("message:new"))
          .extracting(it -> it.first().get("seq").intValue())
          .containsExactly(1, 2);
    }
  }

  private String openRoom() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      return ann.ask("conversation:create", "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}")
          .get("conversation_id")
          .stringValue();
    }
  }

  private LiveServer live() {
    return new LiveServer(
        folder, Clock.systemUTC(), ResumeConfig.defaults(), log -> new Watched(log));
  }

  private static String message(String room) {
    return "{\"conversation_id\":\"" + room + "\",\"text\":\"x\"}";
  }

  private final class Watched implements LogReader {
    private final LogReader log;

    Watched(LogReader log) {
      this.log = log;
    }

    @Override
    public Set<UserId> members(ConversationKey conversation, LogPosition at) {
      reads.incrementAndGet();
      if (failing) {
        throw new UnavailableException("the disk is gone");
      }
      return log.members(conversation, at);
    }

    @Override
    public String epoch() {
      return log.epoch();
    }

    @Override
    public LogPosition head() {
      return log.head();
    }

    @Override
    public @Nullable List<LogEvent> missed(
        UserKey user, LogPosition after, LogPosition upTo, int max) {
      return log.missed(user, after, upTo, max);
    }
  }
}
