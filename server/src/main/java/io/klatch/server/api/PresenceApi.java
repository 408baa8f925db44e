package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.presence.ChooseResult;
import io.klatch.domain.presence.LookResult;
import io.klatch.domain.presence.Presence;
import io.klatch.domain.presence.PresenceRules;
import io.klatch.domain.presence.PresenceStatus;
import io.klatch.domain.presence.StatusChoice;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.json.PresenceJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Presence as JSON. Blocks; call on a virtual thread.
public final class PresenceApi {
  private static final Duration EXPIRY_MAX = Duration.ofDays(366);

  private final Presence presence;
  private final MeterRegistry meters;
  private final InstantSource clock;

  public PresenceApi(Presence presence, MeterRegistry meters, InstantSource clock) {
    this.presence = presence;
    this.meters = meters;
    this.clock = clock;
  }

  /// `presence:set-status {status, text?, expires_in?, expires_at?}`
  public Reply choose(Identity caller, @Nullable JsonNode payload) {
    return counted(
        "set-status",
        ChatApi.read(payload, fields -> chosen(presence.choose(caller.key(), choice(fields)))));
  }

  /// `presence:get-batch {user_ids}`
  public Reply look(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(payload, fields -> found(presence.look(caller.key(), users(fields))));
  }

  /// `presence:subscribe {user_ids}`
  ///
  /// @param subscribe is given what is answered; false when it would be too many
  public Reply subscribe(
      Identity caller, @Nullable JsonNode payload, Predicate<LookResult.Found> subscribe) {
    var reply =
        ChatApi.read(
            payload,
            fields -> {
              var result = presence.look(caller.key(), users(fields));
              return result instanceof LookResult.Found found && !subscribe.test(found)
                  ? Reply.Refused.of(
                      ErrorCode.LIMIT_REACHED,
                      "a socket subscribes to at most "
                          + PresenceRules.USERS_MAX
                          + " users; unsubscribe from some")
                  : found(result);
            });
    return counted("subscribe", reply);
  }

  /// `presence:unsubscribe {user_ids}`
  ///
  /// @param unsubscribe answers how many subscriptions are left
  public Reply unsubscribe(@Nullable JsonNode payload, ToIntFunction<Set<UserId>> unsubscribe) {
    return ChatApi.read(
        payload,
        fields -> {
          var left = unsubscribe.applyAsInt(Set.copyOf(users(fields)));
          return new Reply.Ok(ok().put("subscribed", left), false);
        });
  }

  /// `presence:activity {active?}`
  ///
  /// @param report told whether the device is used
  public Reply activity(@Nullable JsonNode payload, Predicate<Boolean> report) {
    return ChatApi.read(
        payload,
        fields -> {
          var active = fields.flagOrNull("active");
          return new Reply.Ok(ok().put("active", report.test(active == null || active)), false);
        });
  }

  private Reply counted(String event, Reply reply) {
    var result = reply instanceof Reply.Refused refused ? refused.code().wire() : "ok";
    meters.counter("klatch.presence.requests", "event", event, "result", result).increment();
    return reply;
  }

  private static Reply chosen(ChooseResult result) {
    return switch (result) {
      case ChooseResult.Chosen(var own) -> {
        var json = ok();
        json.setAll(PresenceJson.choice(own));
        yield new Reply.Ok(json, false);
      }
      case ChooseResult.AlreadyOver() ->
          Refusals.badRequest("expires_at must be in the time to come");
      case ChooseResult.RateLimited(var retryAfter) ->
          new Reply.Refused(ErrorCode.RATE_LIMITED, "choosing too often", retryAfter);
      case ChooseResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static Reply found(LookResult result) {
    return switch (result) {
      case LookResult.Found(var views, _) -> {
        var json = ok();
        var list = json.putArray("users");
        views.forEach(view -> list.add(PresenceJson.of(view)));
        yield new Reply.Ok(json, false);
      }
      case LookResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private StatusChoice choice(Payload fields) {
    var status = PresenceStatus.parse(fields.text("status"));
    if (status == null || status == PresenceStatus.OFFLINE) {
      throw new Malformed("status must be online, away, busy or invisible");
    }
    var text = fields.textOrNull("text");
    if (text != null && text.isEmpty()) {
      text = null;
    }
    if (text != null && !StatusChoice.isText(text)) {
      throw new Malformed(
          "text must be one visible line of at most "
              + StatusChoice.TEXT_CHARACTERS_MAX
              + " characters");
    }
    return new StatusChoice(status, text, until(fields));
  }

  private @Nullable Instant until(Payload fields) {
    var in = fields.wholeOrNull("expires_in", 1, EXPIRY_MAX.toSeconds());
    var at = fields.textOrNull("expires_at");
    if (in != null && at != null) {
      throw new Malformed("give expires_in or expires_at, not both");
    }
    if (in != null) {
      return clock.instant().truncatedTo(ChronoUnit.MILLIS).plusSeconds(in);
    }
    return at == null ? null : time(at);
  }

  private Instant time(String text) {
    try {
      var time = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
      if (time.isBefore(clock.instant().plus(EXPIRY_MAX))) {
        return time;
      }
    } catch (DateTimeException _) {
      // Told below.
    }
    throw new Malformed(
        "expires_at must be a time such as 2026-11-21T10:00:00.000Z, within a year");
  }

  /// Each once.
  private static List<UserId> users(Payload fields) {
    var users = new LinkedHashSet<UserId>();
    for (var user : fields.texts("user_ids", PresenceRules.USERS_MAX)) {
      try {
        users.add(new UserId(user));
      } catch (IllegalArgumentException e) {
        throw new Malformed("user_ids has an entry that is no user id: " + e.getMessage());
      }
    }
    return List.copyOf(users);
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
