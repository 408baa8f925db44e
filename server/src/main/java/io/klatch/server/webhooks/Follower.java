package io.klatch.server.webhooks;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.webhook.DeadLetter;
import io.klatch.domain.webhook.Webhook;
import io.klatch.domain.webhook.WebhookWatch.State;
import io.klatch.server.webhooks.HookClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one webhook what is in the log, at least once, each conversation's events in their order
/// and several conversations at a time.
///
/// It reads ahead into a bounded window ([Lanes]), posts the first event of each lane, and moves
/// its durable place behind everything that is done with, so that after a restart it begins with
/// the first event that may not have been taken. An event that is never taken becomes a dead letter
/// and holds its conversation up no longer. While the webhook takes nothing, the log is the queue:
/// the window is full and nothing more is read.
///
/// All state is confined to the follower's thread; others leave signals in its inbox.
final class Follower {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);

  /// How far behind the truth the durable place may be while events are being taken.
  private static final Duration SAVE_EVERY = Duration.ofSeconds(1);

  /// The same while nothing happens.
  private static final Duration SAVE_IDLE_EVERY = Duration.ofMinutes(10);

  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration STORE_PAUSE = Duration.ofSeconds(1);
  private static final int DEAD_LETTERS_MAX = 10_000;

  private sealed interface Signal {
    record News() implements Signal {}

    record Changed(Webhook webhook) implements Signal {}

    record Posted(Parcel parcel, Answer answer) implements Signal {}

    record Again(List<DeadLetter> letters) implements Signal {}

    record Look() implements Signal {}

    record Stop() implements Signal {}
  }

  private final Post post;
  private final FollowedLog followed;
  private final Reading reading;
  private final Lanes lanes = new Lanes();
  private final Health health;
  private final BlockingQueue<Signal> inbox = new LinkedBlockingQueue<>();
  private final AtomicBoolean news = new AtomicBoolean();
  private final AtomicLong firstNews = new AtomicLong(Long.MAX_VALUE);

  /// Written by the writer's thread only.
  private volatile LogPosition lastNews = LogPosition.START;

  private final CountDownLatch ended = new CountDownLatch(1);

  private Webhook webhook;
  private LogPosition saved;
  private Instant saveDue = Instant.EPOCH;
  private boolean delivered;
  private volatile State state;

  private @Nullable String failure;

  Follower(Webhook webhook, LogPosition start, Post post, FollowedLog followed) {
    this.webhook = webhook;
    this.post = post;
    this.saved = start;
    this.followed = followed;
    this.reading = new Reading(followed, start);
    this.health = new Health(post.config(), post.random());
    this.state = new State(0, null, null);
  }

  /// Runs it until it is closed.
  void start(Executor threads) {
    threads.execute(this::run);
  }

  /// There is something of its tenant. Called in the order of the log; does not wait.
  void ring(LogPosition position) {
    lastNews = position;
    firstNews.accumulateAndGet(position.value(), Math::min);
    if (news.compareAndSet(false, true)) {
      inbox.add(new Signal.News());
    }
  }

  void change(Webhook changed) {
    inbox.add(new Signal.Changed(changed));
  }

  /// Sends them once more, behind what waits.
  void again(List<DeadLetter> letters) {
    inbox.add(new Signal.Again(letters));
  }

  /// Whether its tenant is served may be another thing now.
  void look() {
    inbox.add(new Signal.Look());
  }

  /// As it was a moment ago; from any thread.
  State state() {
    return state;
  }

  /// Waits for its last write; requests under way are not waited for, and come again.
  void stop() throws InterruptedException {
    inbox.add(new Signal.Stop());
    ended.await();
  }

  private void run() {
    try {
      // What was written before the bell rang for this one.
      reading.expect(reading.position().next(), followed.reader().head());
      var going = true;
      while (going) {
        var wait = round();
        state = new State(lanes.size(), health.failingSince(), failure);
        going = hear(inbox.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
      }
      save();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("webhook stopped; it goes on at the next start webhook={}", webhook.key(), e);
    } finally {
      ended.countDown();
    }
  }

  /// Hears everything there is.
  ///
  /// @return whether to go on
  private boolean hear(@Nullable Signal first) {
    var rung = followed.bell().rung();
    for (var signal = first; signal != null; signal = inbox.poll()) {
      if (signal instanceof Signal.Stop) {
        return false;
      }
      hearOne(signal);
    }
    if (reading.isThrough()) {
      reading.skipTo(rung); // what there was up to here is heard
    }
    return true;
  }

  private void hearOne(Signal signal) {
    switch (signal) {
      case Signal.News() -> news();
      case Signal.Changed(var changed) -> webhook = changed;
      case Signal.Posted(var parcel, var answer) -> posted(parcel, answer);
      case Signal.Again(var letters) -> letters.forEach(each -> lanes.addAgain(parcel(each)));
      case Signal.Look(), Signal.Stop() -> {}
    }
  }

  private void news() {
    news.set(false);
    var first = firstNews.getAndSet(Long.MAX_VALUE);
    if (first != Long.MAX_VALUE) {
      reading.expect(new LogPosition(first), lastNews);
    }
  }

  /// Does what can be done now.
  ///
  /// @return how long there is nothing to do if nothing happens
  private Duration round() {
    if (!webhook.active() || !followed.served().test(webhook.key().tenant())) {
      return IDLE;
    }
    try {
      reading.fill(webhook, lanes);
      var now = post.clock().instant();
      dispatch(now);
      saveIfDue(now);
      return until(now, nextDue(now));
    } catch (UnavailableException e) {
      log.warn("webhook waits for the store webhook={}", webhook.key(), e);
      return STORE_PAUSE;
    }
  }

  private void dispatch(Instant now) {
    if (health.isDown() && now.isBefore(health.pausedUntil())) {
      return;
    }
    for (var parcel : lanes.ready(now, places())) {
      lanes.sent(parcel);
      var to = webhook;
      post.threads().execute(() -> inbox.add(new Signal.Posted(parcel, post.post(to, parcel))));
    }
  }

  private int places() {
    return health.isDown() ? 1 : post.config().concurrentMax();
  }

  private void posted(Parcel parcel, Answer answer) {
    var now = post.clock().instant();
    var why = Post.failure(answer);
    if (why == null) {
      taken(parcel);
      return;
    }
    failure = why;
    var own = !health.isDown();
    health.failed(now);
    parcel.failed(own && !health.isDown(), now, now.plus(health.pause(parcel.tries() + 1)));
    post.counts().failed();
    lanes.back(parcel);
    if (parcel.isHopeless(post.config(), now) && bury(parcel, why, now)) {
      lanes.done(parcel);
    }
  }

  private void taken(Parcel parcel) {
    if (parcel.again) {
      unbury(parcel);
    }
    lanes.done(parcel);
    if (health.isDown()) {
      lanes.hurry();
    }
    health.succeeded();
    failure = null;
    delivered = true;
    post.counts().delivered();
  }

  /// Whether it is kept; if not, it is tried again and buried then.
  private boolean bury(Parcel parcel, String why, Instant now) {
    try {
      post.store()
          .bury(
              new DeadLetter(
                  webhook.key(),
                  parcel.position,
                  parcel.conversation,
                  parcel.type,
                  parcel.body,
                  parcel.tries(),
                  why,
                  now),
              DEAD_LETTERS_MAX);
      post.counts().dead();
      log.warn(
          "webhook did not take an event webhook={} position={} tries={}",
          webhook.key(),
          parcel.position,
          parcel.tries());
      return true;
    } catch (UnavailableException e) {
      return false;
    }
  }

  private void unbury(Parcel parcel) {
    try {
      post.store().unbury(webhook.key(), parcel.position);
    } catch (UnavailableException e) {
      log.warn("a dead letter that was taken stays webhook={}", webhook.key(), e);
    }
  }

  private void saveIfDue(Instant now) {
    var due = delivered ? saveDue : saveDue.plus(SAVE_IDLE_EVERY);
    if (!now.isBefore(due) && told().compareTo(saved) > 0) {
      save();
      saveDue = now.plus(SAVE_EVERY);
      delivered = false;
    }
  }

  private void save() {
    try {
      var told = told();
      if (told.compareTo(saved) > 0) {
        post.store().advance(webhook.key(), told);
        saved = told;
      }
    } catch (UnavailableException e) {
      log.debug("the place of a webhook is saved later webhook={}", webhook.key(), e);
    }
  }

  /// Everything up to there is done with.
  private LogPosition told() {
    var first = lanes.first();
    return first == null ? reading.position() : first.previous();
  }

  private Instant nextDue(Instant now) {
    var next = now.plus(IDLE);
    var due = lanes.nextDue();
    if (due != null && lanes.underWay() < places()) {
      next = earlier(next, health.isDown() ? later(due, health.pausedUntil()) : due);
    }
    return delivered ? earlier(next, saveDue) : next;
  }

  private static Duration until(Instant now, Instant then) {
    return then.isAfter(now) ? Duration.between(now, then) : Duration.ofMillis(1);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Parcel parcel(DeadLetter letter) {
    return new Parcel(letter.position(), letter.conversation(), letter.type(), letter.body(), true);
  }
}
