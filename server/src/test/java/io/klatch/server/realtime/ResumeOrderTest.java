package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.event.LogReader;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.delivery.ResumeConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody writes at the very moment at which another resumes.
class ResumeOrderTest {
  private static final ResumeConfig TWO_EVENTS =
      new ResumeConfig(2, 1_000_000, Duration.ofDays(1), Duration.ofDays(1));

  @TempDir private Path folder;

  /// Done once, while somebody's gap is being read.
  private volatile Runnable meanwhile = () -> {};

  @Test
  void what_comes_meanwhile_follows_the_word_that_nothing_is_missing() {
    assertThat(resumeAfter(1))
        .containsExactly("connect", "message:new", "session:ready", "message:new");
  }

  @Test
  void what_comes_meanwhile_follows_the_word_that_something_is_missing() {
    assertThat(resumeAfter(3)).containsExactly("connect", "session:ready", "message:new");
  }

  /// What bob hears from his return on.
  private List<String> resumeAfter(int missed) {
    try (var server = live();
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob");
        var laptop = server.signedIn("bob")) {
      var message = message(ann);
      bob.until("conversation:new");
      bob.drop();
      for (var i = 0; i < missed; i++) {
        ann.ask("message:send", message);
      }
      meanwhile =
          () -> {
            ann.ask("message:send", message);
            laptop.nth(missed + 1, "message:new");
          };
      var back = bob.log.size();
      bob.signIn();
      bob.until("message:new");
      return bob.log.subList(back, bob.log.size()).stream().map(it -> it.name()).toList();
    }
  }

  private static String message(WireClient ann) {
    var direct = ann.ask("conversation:create", "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}");
    return "{\"conversation_id\":%s,\"text\":\"x\"}".formatted(direct.get("conversation_id"));
  }

  private LiveServer live() {
    return new LiveServer(folder, Clock.systemUTC(), TWO_EVENTS, Slow::new);
  }

  private final class Slow implements LogReader {
    private final LogReader log;

    Slow(LogReader log) {
      this.log = log;
    }

    @Override
    public @Nullable List<LogEvent> missed(
        UserKey user, LogPosition after, LogPosition upTo, int max) {
      var found = log.missed(user, after, upTo, max);
      var once = meanwhile;
      meanwhile = () -> {};
      once.run();
      return found;
    }

    @Override
    public Set<UserId> members(ConversationKey conversation, LogPosition at) {
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
  }
}
