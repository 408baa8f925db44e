package io.klatch.server.webhooks;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.webhook.DeadLetter;
import io.klatch.domain.webhook.Webhook;
import io.klatch.domain.webhook.WebhookKey;
import io.klatch.domain.webhook.WebhookStore;
import io.klatch.domain.webhook.WebhookWatch;
import io.klatch.domain.webhook.Webhooks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [Follower] for each webhook that is told something. Guarded by itself: webhooks change seldom.
public final class Followers implements WebhookWatch, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Followers.class);

  private final Post post;
  private final FollowedLog followed;
  private final ExecutorService threads;
  private final Counts counts = new Counts();
  private final Map<WebhookKey, Follower> followers = new HashMap<>();

  /// @param threads virtual; closed with it
  public Followers(
      WebhookConfig config,
      WebhookStore store,
      FollowedLog followed,
      HookClient client,
      ExecutorService threads,
      RandomGenerator random,
      InstantSource clock) {
    this.post = new Post(client, store, config, threads, counts, random, clock);
    this.followed = followed;
    this.threads = threads;
  }

  /// Follows those there are, and from now on whatever changes. Blocks.
  public synchronized void start(Webhooks webhooks) {
    var progress = post.store().progress();
    for (var webhook : webhooks.all()) {
      follow(webhook, progress.getOrDefault(webhook.key(), followed.reader().head()));
    }
    webhooks.onChange(this::changed);
  }

  public Counts counts() {
    return counts;
  }

  /// Events that are read and not done with.
  public synchronized int waiting() {
    return followers.values().stream().mapToInt(each -> each.state().waiting()).sum();
  }

  @Override
  public synchronized @Nullable State state(WebhookKey webhook) {
    var follower = followers.get(webhook);
    return follower == null ? null : follower.state();
  }

  @Override
  public synchronized void again(WebhookKey webhook, List<DeadLetter> letters) {
    var follower = followers.get(webhook);
    if (follower != null) {
      follower.again(letters);
    }
  }

  /// Whether the tenant is served may have changed.
  public synchronized void look(TenantId tenant) {
    followers.forEach((key, follower) -> {
      if (key.tenant().equals(tenant)) {
        follower.look();
      }
    });
  }

  @Override
  public synchronized void close() {
    List.copyOf(followers.keySet()).forEach(this::stop);
    threads.shutdownNow();
  }

  private synchronized void changed(WebhookKey key, @Nullable Webhook webhook) {
    var follower = followers.get(key);
    if (webhook == null) {
      stop(key);
    } else if (follower != null) {
      follower.change(webhook);
    } else {
      var start = post.store().progress().get(key);
      follow(webhook, start == null ? followed.reader().head() : start);
    }
  }

  private void follow(Webhook webhook, LogPosition start) {
    if (webhook.beforeSend() == null) {
      var follower = new Follower(webhook, start, post, followed);
      followers.put(webhook.key(), follower);
      tell();
      follower.start(threads);
    }
  }

  private void stop(WebhookKey key) {
    var follower = followers.remove(key);
    tell();
    if (follower != null) {
      try {
        follower.stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        log.warn("interrupted while stopping webhook={}", key);
      }
    }
  }

  private void tell() {
    var byTenant = new HashMap<TenantId, List<Follower>>();
    followers.forEach((key, follower) ->
        byTenant.computeIfAbsent(key.tenant(), _ -> new ArrayList<>()).add(follower));
    followed.bell().set(byTenant);
  }
}
