package io.klatch.domain.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a tenant's back end is told what happened, or asked before it happens.
///
/// @param events what it is told; empty for one that is asked
/// @param beforeSend null for one that is told
/// @param active false for one that is told and asked nothing for the time being
/// @param secrets what sign, the newest first; two while the back end changes to a new one
public record Webhook(
    WebhookKey key,
    URI url,
    Set<EventType> events,
    @Nullable BeforeSend beforeSend,
    boolean active,
    List<String> secrets,
    Instant createdAt) {
  public static final int SECRETS_MAX = 2;
  public static final int URL_CHARACTERS_MAX = 2_000;

  public Webhook {
    events = Set.copyOf(events);
    secrets = List.copyOf(secrets);
    if (!isUrl(url)) {
      throw new IllegalArgumentException(
          "url must be https://… or http://…, without a user, of at most %,d characters"
              .formatted(URL_CHARACTERS_MAX));
    }
    if (events.isEmpty() == (beforeSend == null)) {
      throw new IllegalArgumentException(
          "a webhook has events or before_send, one of them; make another for the other");
    }
    if (secrets.isEmpty() || secrets.size() > SECRETS_MAX) {
      throw new IllegalArgumentException("a webhook has 1 to " + SECRETS_MAX + " secrets");
    }
  }

  public Webhook withSecrets(List<String> those) {
    return new Webhook(key, url, events, beforeSend, active, those, createdAt);
  }

  private static boolean isUrl(URI url) {
    var scheme = url.getScheme();
    return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
        && url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawFragment() == null
        && url.toString().length() <= URL_CHARACTERS_MAX;
  }

  /// Does not print its secrets.
  @Override
  public String toString() {
    return "Webhook[" + key + " " + url + "]";
  }
}
