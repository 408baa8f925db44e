package io.klatch.server.delivery;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.typing.TypingBoard;
import io.klatch.domain.typing.TypingChange;
import io.klatch.domain.typing.TypingRules;
import io.klatch.domain.typing.TypingView;
import io.klatch.server.delivery.Whisper.Told;
import io.klatch.server.delivery.Whisper.Whispered;
import io.klatch.server.json.TypingJson;
import io.klatch.server.threads.Threads;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the viewers of conversations who is typing, whenever that has changed. One timer for all
/// conversations.
public final class TypingNews implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TypingNews.class);

  static final String TYPING_AGGREGATED = "typing:aggregated";

  /// How often to look: the first keystroke is seen no later than this.
  private static final Duration LOOK = Duration.ofMillis(200);

  private final TypingBoard board;
  private final Whisper whisper;
  private final ScheduledExecutorService timer = Threads.timer("typing");
  private final LongAdder told = new LongAdder();

  public TypingNews(TypingBoard board, Whisper whisper) {
    this.board = board;
    this.whisper = whisper;
  }

  public void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::tell, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Times a conversation's line was told.
  public long told() {
    return told.sum();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void tell() {
    try {
      for (var change : board.due()) {
        told.increment();
        whisper.toConversation(
            change.conversation(),
            sockets -> what(change, sockets <= TypingRules.NAMED_VIEWERS_MAX));
      }
    } catch (RuntimeException e) {
      log.error("typing not told", e);
    }
  }

  /// Whoever sees the same gets the same object, so that it is encoded once.
  private static Told what(TypingChange change, boolean named) {
    var conversation = change.conversation().conversation();
    var events = new HashMap<TypingView, Whispered>();
    var all = event(conversation, change.toTell(null, named), events);
    Map<UserId, @Nullable Whispered> instead = new HashMap<>();
    for (var user : change.exceptions()) {
      instead.put(user, event(conversation, change.toTell(user, named), events));
    }
    return new Told(all, instead);
  }

  private static @Nullable Whispered event(
      ConversationId conversation, @Nullable TypingView view, Map<TypingView, Whispered> events) {
    return view == null
        ? null
        : events.computeIfAbsent(
            view, it -> new Whispered(TYPING_AGGREGATED, TypingJson.of(conversation, it), true));
  }
}
