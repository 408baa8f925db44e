package io.klatch.server.api;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.tenant.TenantDirectory;
import io.klatch.domain.webhook.DeadLetters;
import io.klatch.domain.webhook.LettersResult;
import io.klatch.domain.webhook.Webhook;
import io.klatch.domain.webhook.WebhookKey;
import io.klatch.domain.webhook.WebhookResult;
import io.klatch.domain.webhook.WebhookWatch;
import io.klatch.domain.webhook.Webhooks;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks as the operator sets them up, and how it goes with them. All block; call on a virtual
/// thread.
public final class WebhookApi {
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;

  private final TenantDirectory tenants;
  private final Webhooks webhooks;
  private final WebhookWatch watch;
  private final DeadLetters letters;
  private final RandomGenerator random;
  private final Clock clock;

  /// @param random a source nobody can predict
  public WebhookApi(
      TenantDirectory tenants,
      Webhooks webhooks,
      WebhookWatch watch,
      DeadLetters letters,
      RandomGenerator random,
      Clock clock) {
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.watch = watch;
    this.letters = letters;
    this.random = random;
    this.clock = clock;
  }

  /// `{url, events?, before_send?, active?}`: answered with the secret, this once.
  public Reply create(String tenant, @Nullable JsonNode payload) {
    return ofTenant(
        tenant,
        id -> {
          var fields = WebhookFields.of(payload);
          var bare =
              new Webhook(
                  new WebhookKey(id, HexFormat.of().formatHex(bytes(ID_BYTES))),
                  fields.url(),
                  fields.events(),
                  fields.beforeSend(),
                  true,
                  List.of(newSecret()),
                  clock.instant().truncatedTo(ChronoUnit.MILLIS));
          return replied(webhooks.create(fields.on(bare)), true);
        });
  }

  public Reply change(String tenant, String hook, @Nullable JsonNode payload) {
    return ofTenant(
        tenant,
        id -> {
          var fields = WebhookFields.of(payload);
          return replied(webhooks.change(key(id, hook), fields::on), false);
        });
  }

  public Reply remove(String tenant, String hook) {
    return ofTenant(tenant, id -> replied(webhooks.remove(key(id, hook)), false));
  }

  /// Signs with a new secret too, shown this once; of three, the oldest is dropped.
  public Reply addSecret(String tenant, String hook) {
    return ofTenant(
        tenant,
        id -> {
          var secret = newSecret();
          var result =
              webhooks.change(
                  key(id, hook),
                  it ->
                      it.withSecrets(
                          Stream.concat(Stream.of(secret), it.secrets().stream())
                              .limit(Webhook.SECRETS_MAX)
                              .toList()));
          return replied(result, true);
        });
  }

  /// Signs with the newest alone.
  public Reply dropOldSecret(String tenant, String hook) {
    return ofTenant(
        tenant,
        id -> {
          var result =
              webhooks.change(
                  key(id, hook), it -> it.withSecrets(List.of(it.secrets().getFirst())));
          return replied(result, false);
        });
  }

  /// Of a tenant the operator names.
  public Reply list(String tenant) {
    return ofTenant(tenant, this::list);
  }

  /// A tenant's own, and how it goes with them.
  public Reply list(TenantId tenant) {
    var json = ok();
    var list = json.putArray("webhooks");
    webhooks.of(tenant).forEach(each -> list.add(WebhookJson.of(each, watch.state(each.key()))));
    return new Ok(json, false);
  }

  /// `{limit?, cursor?}`
  public Reply deadLetters(TenantId tenant, String hook, @Nullable JsonNode payload) {
    return guarded(() -> {
      var fields = Payload.of(payload);
      var cursor = fields.textOrNull("cursor");
      var after = cursor == null ? LogPosition.START : position("cursor", cursor);
      return replied(letters.list(key(tenant, hook), after, ChatApi.limit(fields)));
    });
  }

  /// `{event_id?}`: one, or the oldest hundred.
  public Reply replay(TenantId tenant, String hook, @Nullable JsonNode payload) {
    return guarded(() -> {
      var event = Payload.of(payload).textOrNull("event_id");
      var key = key(tenant, hook);
      return replied(
          event == null ? letters.again(key) : letters.again(key, position("event_id", event)));
    });
  }

  /// The number at the end of an event's id.
  private static LogPosition position(String field, String text) {
    try {
      return new LogPosition(Long.parseLong(text.substring(text.lastIndexOf('-') + 1)));
    } catch (NumberFormatException _) {
      throw new Malformed(field + " must be one that an answer gave");
    }
  }

  private Reply replied(WebhookResult result, boolean withSecret) {
    return switch (result) {
      case WebhookResult.Saved(var webhook) -> {
        var json = ok();
        json.setAll(WebhookJson.of(webhook, watch.state(webhook.key())));
        if (withSecret) {
          json.put("secret", webhook.secrets().getFirst());
        }
        yield new Ok(json, withSecret);
      }
      case WebhookResult.Removed() -> new Ok(ok(), false);
      case WebhookResult.NotFound() -> noSuchWebhook();
      case WebhookResult.TooMany(var what, var max) ->
          Refused.of(ErrorCode.LIMIT_REACHED, "a tenant has at most " + max + " " + what);
      case WebhookResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static Reply replied(LettersResult result) {
    return switch (result) {
      case LettersResult.Page(var page, var more) -> {
        var json = ok();
        var list = json.putArray("dead_letters");
        page.forEach(each -> list.add(WebhookJson.of(each)));
        json.put("has_more", more);
        json.put("cursor", more ? page.getLast().position().toString() : null);
        yield new Ok(json, false);
      }
      case LettersResult.Again(var count) -> new Ok(ok().put("replayed", count), false);
      case LettersResult.NotFound() -> noSuchWebhook();
      case LettersResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private Reply ofTenant(String text, Function<TenantId, Reply> command) {
    return guarded(() -> {
      var tenant = tenants.find(new TenantId(text));
      return tenant == null
          ? Refused.of(ErrorCode.NOT_FOUND, "no such tenant")
          : command.apply(tenant.id());
    });
  }

  /// The sentences of the domain's own records name the field and its bound.
  private static Reply guarded(Supplier<Reply> command) {
    try {
      return command.get();
    } catch (Malformed e) {
      return Refusals.badRequest(e.getMessage());
    } catch (IllegalArgumentException e) {
      return Refusals.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static WebhookKey key(TenantId tenant, String hook) {
    return new WebhookKey(tenant, hook);
  }

  private static Refused noSuchWebhook() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such webhook of this tenant");
  }

  private String newSecret() {
    return "whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
