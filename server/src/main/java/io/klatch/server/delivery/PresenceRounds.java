package io.klatch.server.delivery;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.Presence;
import io.klatch.domain.presence.PresenceDesk;
import io.klatch.domain.presence.PresenceHistory;
import io.klatch.domain.presence.PresenceNews.Change;
import io.klatch.domain.presence.PresenceNews.Own;
import io.klatch.domain.presence.PresenceRules;
import io.klatch.domain.presence.PresenceStore;
import io.klatch.domain.presence.PresenceView;
import io.klatch.domain.presence.Shown;
import io.klatch.server.delivery.PresenceSubscriptions.Answered;
import io.klatch.server.delivery.Whisper.Whispered;
import io.klatch.server.json.PresenceJson;
import io.klatch.server.threads.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Once a second: asks the store about those who have come, tells subscribers what has changed, and
/// has it written when users were last here; once a minute the counts.
///
/// Who subscribes is answered at once, and the answer may be overtaken by a change. So what was
/// answered is compared two rounds later with what was told last, and told again where it differs.
public final class PresenceRounds implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PresenceRounds.class);

  static final String PRESENCE_UPDATE = "presence:update";

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int ROUNDS_PER_COUNT = 60;

  /// Sockets whose subscriptions are looked at again in one round: who has left a conversation does
  /// not see its members any more.
  private static final int CHECKED_PER_ROUND = 5;

  private static final int PARTED_MAX = 10_000;

  private final Presence presence;
  private final PresenceDesk desk;
  private final PresenceStore store;
  private final PresenceHistory history;
  private final PresenceSubscriptions subscriptions;
  private final Whisper whisper;
  private final Consumer<Change> listener;
  private final ScheduledExecutorService timer = Threads.timer("presence");
  private final ExecutorService rounds = Threads.virtual("presence-round");
  private final AtomicBoolean busy = new AtomicBoolean();
  private final LongAdder told = new LongAdder();

  /// Pairs that are not to see each other any more; of more, a look at all subscriptions will find
  /// them.
  private final BlockingQueue<Pair> parted = new ArrayBlockingQueue<>(PARTED_MAX);

  // Confined to the round that runs: there is one at a time.
  private List<Answered> lastRound = List.of();
  private List<Answered> roundBefore = List.of();
  private int round;
  private Iterator<Session> toCheck = Collections.emptyIterator();

  /// @param listener is told of each change; must not block
  public PresenceRounds(
      Presence presence,
      PresenceDesk desk,
      PresenceStore store,
      PresenceHistory history,
      PresenceSubscriptions subscriptions,
      Whisper whisper,
      Consumer<Change> listener) {
    this.presence = presence;
    this.desk = desk;
    this.store = store;
    this.history = history;
    this.subscriptions = subscriptions;
    this.whisper = whisper;
    this.listener = listener;
  }

  public void start() {
    var _ =
        timer.scheduleAtFixedRate(
            this::begin, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Neither of the two is told of the other from the next round on.
  public void part(TenantId tenant, UserId one, UserId other) {
    var _ = parted.offer(new Pair(tenant, one, other));
  }

  /// Updates sent, each to however many sockets.
  public long told() {
    return told.sum();
  }

  /// What is known of those who were here to the end is written.
  @Override
  public void close() {
    timer.shutdownNow();
    rounds.close();
    try {
      do {
        store.seen(desk.step().seen());
      } while (desk.isBehind());
      store.seen(desk.seen());
      history.write();
    } catch (RuntimeException e) {
      log.warn("presence not written at stop", e);
    }
  }

  private void begin() {
    if (busy.compareAndSet(false, true)) {
      rounds.execute(this::run);
    }
  }

  private void run() {
    try {
      ask();
      tell();
    } catch (UnavailableException e) {
      log.warn("presence round cut short, the store cannot do it now", e);
    } catch (RuntimeException e) {
      log.error("presence round failed", e);
    } finally {
      busy.set(false);
    }
  }

  private void ask() {
    var tenants = new HashMap<TenantId, Set<UserId>>();
    for (var user : desk.unknown(PresenceRules.USERS_MAX)) {
      tenants.computeIfAbsent(user.tenant(), _ -> new HashSet<>()).add(user.user());
    }
    for (Map.Entry<TenantId, Set<UserId>> each : tenants.entrySet()) {
      var tenant = each.getKey();
      var found = store.find(tenant, each.getValue());
      each.getValue().forEach(user -> desk.known(new UserKey(tenant, user), found.get(user)));
    }
  }

  private void tell() {
    for (var pair = parted.poll(); pair != null; pair = parted.poll()) {
      part(new UserKey(pair.tenant, pair.one), pair.other);
      part(new UserKey(pair.tenant, pair.other), pair.one);
    }
    var news = desk.step();
    news.changes().forEach(this::tell);
    news.changes().forEach(listener);
    news.chosen().forEach(this::tell);
    check();
    roundBefore.forEach(this::correct);
    roundBefore = lastRound;
    lastRound = subscriptions.takeAnswered();
    store.seen(news.seen());
    round++;
    if (round % ROUNDS_PER_COUNT == 0) {
      history.write();
    }
  }

  private void tell(Change change) {
    var sessions = subscriptions.to(change.user());
    if (change.lastSeen() == null) {
      tell(sessions, presence.seenBy(change.user(), change));
      return;
    }
    var groups = new HashMap<PresenceView, List<Session>>();
    for (var session : sessions) {
      var view = presence.seenBy(session.owner(), change);
      groups.computeIfAbsent(view, _ -> new ArrayList<>()).add(session);
    }
    groups.forEach((view, those) -> tell(those, view));
  }

  private void tell(List<Session> sessions, PresenceView view) {
    if (!sessions.isEmpty()) {
      told.increment();
      whisper.toSessions(sessions, new Whispered(PRESENCE_UPDATE, PresenceJson.of(view), false));
    }
  }

  private void tell(Own own) {
    var user = own.user();
    whisper.toUsers(
        user.tenant(),
        Set.of(user.user()),
        new Whispered(PRESENCE_UPDATE, PresenceJson.of(own), false));
  }

  private void check() {
    if (!toCheck.hasNext()) {
      toCheck = subscriptions.sessions().iterator();
    }
    for (var i = 0; i < CHECKED_PER_ROUND && toCheck.hasNext(); i++) {
      check(toCheck.next());
    }
  }

  private void check(Session session) {
    var lost = new HashSet<>(subscriptions.of(session));
    lost.removeAll(presence.visible(session.owner(), Set.copyOf(lost)));
    if (!lost.isEmpty()) {
      subscriptions.remove(session, lost);
      lost.forEach(user -> tell(List.of(session), PresenceView.offline(user)));
    }
  }

  private void part(UserKey user, UserId viewer) {
    for (var session : subscriptions.to(user)) {
      if (session.identity().user().equals(viewer)) {
        subscriptions.remove(session, Set.of(user.user()));
        tell(List.of(session), PresenceView.offline(user.user()));
      }
    }
  }

  private void correct(Answered answered) {
    var session = answered.session();
    var subscribed = subscriptions.of(session);
    var views = answered.views().stream().filter(view -> subscribed.contains(view.user())).toList();
    var now =
        desk.told(session.identity().tenant(), views.stream().map(PresenceView::user).toList());
    for (var view : views) {
      var change = now.get(view.user());
      if (!view.shown().equals(change == null ? Shown.OFFLINE : change.shown())) {
        tell(
            List.of(session),
            change == null
                ? PresenceView.offline(view.user())
                : presence.seenBy(session.owner(), change));
      }
    }
  }

  private record Pair(TenantId tenant, UserId one, UserId other) {}
}
