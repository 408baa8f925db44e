package io.klatch.domain.webhook;

import io.klatch.domain.event.LogReader;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All webhooks, in memory and at rest. A change is in effect when its call returns.
///
/// Read from an immutable snapshot; changed by one at a time.
public final class Webhooks {
  public static final int PER_TENANT_MAX = 10;

  private final WebhookStore store;
  private final LogReader log;

  /// Told of each change, with null for one that is gone.
  private volatile Listener listener = (_, _) -> {};

  /// Replaced whole, by the holder of the lock.
  private volatile Map<TenantId, List<Webhook>> now;

  /// Hears what became of a webhook.
  @FunctionalInterface
  public interface Listener {
    /// @param webhook null when it was removed
    void changed(WebhookKey key, @Nullable Webhook webhook);
  }

  /// Reads the store; blocks.
  public Webhooks(WebhookStore store, LogReader log) {
    this.store = store;
    this.log = log;
    this.now = byTenant(store.all());
  }

  /// Before the server listens.
  public void onChange(Listener newListener) {
    listener = newListener;
  }

  /// By rising id.
  public List<Webhook> of(TenantId tenant) {
    return now.getOrDefault(tenant, List.of());
  }

  public List<Webhook> all() {
    return now.values().stream().flatMap(List::stream).toList();
  }

  public @Nullable Webhook find(WebhookKey key) {
    for (var webhook : of(key.tenant())) {
      if (webhook.key().equals(key)) {
        return webhook;
      }
    }
    return null;
  }

  /// The one the tenant's sends are shown to first; null when there is none.
  public @Nullable Webhook beforeSend(TenantId tenant) {
    for (var webhook : of(tenant)) {
      if (webhook.beforeSend() != null && webhook.active()) {
        return webhook;
      }
    }
    return null;
  }

  /// It is told what happens from now on.
  public WebhookResult create(Webhook webhook) {
    synchronized (this) {
      if (of(webhook.key().tenant()).size() >= PER_TENANT_MAX) {
        return new WebhookResult.TooMany("webhooks", PER_TENANT_MAX);
      }
      var refused = save(webhook);
      if (refused != null) {
        return refused;
      }
    }
    listener.changed(webhook.key(), webhook);
    return new WebhookResult.Saved(webhook);
  }

  /// Changes what is there now; `change` keeps the key.
  public WebhookResult change(WebhookKey key, UnaryOperator<Webhook> change) {
    Webhook changed;
    synchronized (this) {
      var webhook = find(key);
      if (webhook == null) {
        return new WebhookResult.NotFound();
      }
      changed = change.apply(webhook);
      var refused = save(changed);
      if (refused != null) {
        return refused;
      }
    }
    listener.changed(key, changed);
    return new WebhookResult.Saved(changed);
  }

  public WebhookResult remove(WebhookKey key) {
    synchronized (this) {
      if (find(key) == null) {
        return new WebhookResult.NotFound();
      }
      try {
        store.remove(key);
      } catch (UnavailableException _) {
        return new WebhookResult.Unavailable();
      }
      now = byTenant(all().stream().filter(each -> !each.key().equals(key)).toList());
    }
    listener.changed(key, null);
    return new WebhookResult.Removed();
  }

  // Under the lock, so that what is in memory is what was stored last.
  private @Nullable WebhookResult save(Webhook webhook) {
    var others = all().stream().filter(each -> !each.key().equals(webhook.key())).toList();
    if (webhook.beforeSend() != null
        && others.stream()
            .anyMatch(each ->
                each.beforeSend() != null && each.key().tenant().equals(webhook.key().tenant()))) {
      return new WebhookResult.TooMany("webhooks with before_send", 1);
    }
    try {
      store.save(webhook, log.head());
    } catch (UnavailableException _) {
      return new WebhookResult.Unavailable();
    }
    now = byTenant(Stream.concat(others.stream(), Stream.of(webhook)).toList());
    return null;
  }

  private static Map<TenantId, List<Webhook>> byTenant(List<Webhook> webhooks) {
    var all = new HashMap<TenantId, List<Webhook>>();
    webhooks.stream()
        .sorted(Comparator.comparing(each -> each.key().id()))
        .forEach(
            each -> all.computeIfAbsent(each.key().tenant(), _ -> new ArrayList<>()).add(each));
    all.replaceAll((_, those) -> List.copyOf(those));
    return Map.copyOf(all);
  }
}
