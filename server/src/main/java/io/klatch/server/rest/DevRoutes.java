package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.api.Refusals;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;
import io.klatch.server.json.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `POST /v1/dev/token`: a token for whoever asks, so that the page works at the first try. Wired
/// in development mode only; with a real secret the path does not exist.
public final class DevRoutes {
  private static final Duration LIFE = Duration.ofHours(12);

  private final Function<Identity, String> issue;
  private final InstantSource clock;

  public DevRoutes(Function<Identity, String> issue, InstantSource clock) {
    this.issue = issue;
    this.clock = clock;
  }

  public void addTo(Router.Builder router) {
    router.post("/v1/dev/token", this::token);
  }

  private Response token(Request request) {
    var body = Bodies.object(request);
    var user = body == null ? null : text(body.get("user"));
    if (body == null || user == null) {
      return Answers.of(Refusals.badRequest("user must be a string"));
    }
    var name = text(body.get("name"));
    try {
      return answer(user, name == null || name.isBlank() ? user : name);
    } catch (IllegalArgumentException e) {
      return Answers.of(Refusals.badRequest(String.valueOf(e.getMessage())));
    }
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node != null && node.isString() ? node.stringValue() : null;
  }

  private Response answer(String user, String name) {
    var expires = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    var identity =
        new Identity(TenantId.DEFAULT, new UserId(user), name, Set.of(), Set.of(), null, expires);
    var json = JsonNodeFactory.instance.objectNode();
    json.put("token", issue.apply(identity));
    json.put("user", user);
    json.put("expires_at", Times.wire(expires));
    return Answers.json(200, json);
  }
}
