package io.klatch.server.webhooks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.presence.PresenceNews.Change;
import io.klatch.domain.presence.PresenceView;
import io.klatch.domain.webhook.EventType;
import io.klatch.domain.webhook.Webhook;
import io.klatch.domain.webhook.WebhookKey;
import io.klatch.domain.webhook.Webhooks;
import io.klatch.server.json.PresenceJson;
import io.klatch.server.json.Times;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// Tells back ends that want to know who is here, as others see them. Each state at most once, and
/// of each user the newest alone: presence is not in the log, and soon over.
///
/// One post of a webhook at a time, so that a user's states arrive in their order. What is not
/// taken is not tried again.
public final class PresenceHooks implements Consumer<Change>, AutoCloseable {
  /// Users that wait to be told of to one webhook; of more, those who have waited longest are left
  /// out.
  static final int WAITING_MAX = 10_000;

  private final Webhooks webhooks;
  private final HookClient client;
  private final WebhookConfig config;
  private final Predicate<TenantId> served;
  private final ExecutorService threads;
  private final MeterRegistry meters;
  private final InstantSource clock;

  /// As many as there are webhooks that are told.
  private final Map<WebhookKey, Line> lines = new ConcurrentHashMap<>();

  /// @param served whose webhooks are told now
  /// @param threads virtual; closed with it
  public PresenceHooks(
      Webhooks webhooks,
      HookClient client,
      WebhookConfig config,
      Predicate<TenantId> served,
      ExecutorService threads,
      MeterRegistry meters,
      InstantSource clock) {
    this.webhooks = webhooks;
    this.client = client;
    this.config = config;
    this.served = served;
    this.threads = threads;
    this.meters = meters;
    this.clock = clock;
  }

  /// Does not wait. A tenant without webhooks pays one look into a map.
  @Override
  public void accept(Change change) {
    for (var webhook : webhooks.of(change.user().tenant())) {
      if (isTold(webhook)) {
        lines.computeIfAbsent(webhook.key(), Line::new).add(change);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private boolean isTold(@Nullable Webhook webhook) {
    return webhook != null
        && webhook.active()
        && webhook.events().contains(EventType.USER_PRESENCE)
        && served.test(webhook.key().tenant());
  }

  private void post(WebhookKey key, Change change) {
    var webhook = webhooks.find(key);
    if (webhook == null || !isTold(webhook)) {
      return;
    }
    var body = EventJson.bytes(json(change));
    var answer = client.post(webhook, EventType.USER_PRESENCE.wire(), body, config.timeout());
    count(Post.failure(answer) == null ? "delivered" : "failed");
  }

  private void count(String result) {
    meters.counter("klatch.webhook.presence", "result", result).increment();
  }

  private String json(Change change) {
    var user = change.user();
    var shown = change.shown();
    var view = new PresenceView(user.user(), shown.status(), shown.text(), change.lastSeen());
    var json = JsonNodeFactory.instance.objectNode();
    json.put("type", EventType.USER_PRESENCE.wire());
    json.put("tenant_id", user.tenant().value());
    json.put("at", Times.wire(clock.instant()));
    json.set("data", PresenceJson.of(view));
    return json.toString();
  }

  /// What waits for one webhook, the longest wait first.
  private final class Line {
    private final WebhookKey key;

    @GuardedBy("this")
    private final LinkedHashMap<UserId, Change> waiting = new LinkedHashMap<>();

    @GuardedBy("this")
    private boolean going;

    Line(WebhookKey key) {
      this.key = key;
    }

    synchronized void add(Change change) {
      waiting.put(change.user().user(), change);
      if (waiting.size() > WAITING_MAX) {
        var _ = waiting.pollFirstEntry();
        count("dropped");
      }
      if (!going) {
        going = true;
        begin();
      }
    }

    private void begin() {
      try {
        threads.execute(this::run);
      } catch (RejectedExecutionException _) {
        // The server stops; nobody is told any more.
      }
    }

    private void run() {
      for (var change = next(); change != null; change = next()) {
        post(key, change);
      }
    }

    private synchronized @Nullable Change next() {
      var first = waiting.pollFirstEntry();
      going = first != null;
      return first == null ? null : first.getValue();
    }
  }
}
