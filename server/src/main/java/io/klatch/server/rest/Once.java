package io.klatch.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.account.BackEnd;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.repeat.Begin;
import io.klatch.domain.repeat.KeptAnswer;
import io.klatch.domain.repeat.RepeatKey;
import io.klatch.domain.repeat.Repeats;
import io.klatch.server.api.Refusals;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `Idempotency-Key` of a back end's request: it is done once, and answered alike for a day.
///
/// Fields that make an operation safe to repeat are filled in from the key where the request leaves
/// them out, so that a crash between what was done and its answer does not do it twice.
final class Once {
  static final String KEY = "idempotency-key";
  private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> OWN_IDS = Set.of("op_id", "client_msg_id");
  private static final Duration UNDER_WAY_RETRY = Duration.ofSeconds(1);

  private final Repeats repeats;
  private final MeterRegistry meters;

  Once(Repeats repeats, MeterRegistry meters) {
    this.repeats = repeats;
    this.meters = meters;
  }

  Response answer(BackEnd caller, Request request, Function<Request, Response> route) {
    var name = CHANGING.contains(request.method()) ? request.header(KEY) : null;
    if (name == null) {
      return route.apply(request);
    }
    if (!RepeatKey.isValid(name)) {
      return Answers.of(
          Refusals.badRequest(
              "Idempotency-Key must have 1 to "
                  + RepeatKey.CHARACTERS_MAX
                  + " characters on one line"));
    }
    var key = new RepeatKey(caller.tenant(), name);
    var fingerprint = fingerprint(caller, request);
    return answer(repeats.begin(key, fingerprint), () -> first(key, fingerprint, request, route));
  }

  private Response answer(Begin begin, Supplier<Response> first) {
    return switch (begin) {
      case Begin.First() -> counted("first", first.get());
      case Begin.Repeated(var kept) -> counted("repeated", repeated(kept));
      case Begin.Differs() ->
          counted(
              "differs",
              Answers.of(
                  Refused.of(
                      ErrorCode.IDEMPOTENCY_KEY_REUSED,
                      "another request had this Idempotency-Key; take a new one")));
      case Begin.UnderWay() ->
          counted(
              "under_way",
              Answers.of(
                  new Refused(
                      ErrorCode.IN_PROGRESS,
                      "a request of this Idempotency-Key is being done; ask again for its answer",
                      UNDER_WAY_RETRY)));
      case Begin.Unavailable() -> counted("unavailable", Answers.of(Refusals.unavailable()));
    };
  }

  private Response first(
      RepeatKey key, String fingerprint, Request request, Function<Request, Response> route) {
    KeptAnswer kept = null;
    try {
      var response = route.apply(withIds(request, idOf(key)));
      kept = isFinal(response) ? kept(fingerprint, response) : null;
      return response;
    } finally {
      repeats.end(key, kept);
    }
  }

  private Response counted(String result, Response response) {
    meters.counter("klatch.requests.keyed", "result", result).increment();
    return response;
  }

  private static Response repeated(KeptAnswer kept) {
    return Response.json(kept.status(), kept.body().getBytes(UTF_8))
        .with("Idempotency-Replayed", "true");
  }

  /// Whether the same request would be answered the same: not where waiting helps.
  private static boolean isFinal(Response response) {
    return response.status() < 500 && response.status() != 429;
  }

  private static KeptAnswer kept(String fingerprint, Response response) {
    return new KeptAnswer(fingerprint, response.status(), new String(response.body(), UTF_8));
  }

  private static String fingerprint(BackEnd caller, Request request) {
    var user = caller.actingAs();
    var digest = sha256();
    digest.update(
        (request.method()
                + '\n'
                + request.path()
                + '\n'
                + new TreeMap<>(request.query())
                + '\n'
                + (user == null ? "" : user.value())
                + '\n')
            .getBytes(UTF_8));
    return text(digest.digest(request.body()));
  }

  private static String idOf(RepeatKey key) {
    return "ik-" + text(sha256().digest(key.name().getBytes(UTF_8)));
  }

  /// In the query for those that have no body.
  private static Request withIds(Request request, String id) {
    var query = new HashMap<>(request.query());
    query.putIfAbsent("op_id", id);
    var body = request.body().length == 0 ? null : Bodies.object(request);
    return request.with(query, body == null ? request.body() : withIds(body, id));
  }

  private static byte[] withIds(ObjectNode body, String id) {
    for (var field : OWN_IDS) {
      if (isMissing(body.get(field))) {
        body.put(field, id);
      }
    }
    return body.toString().getBytes(UTF_8);
  }

  private static boolean isMissing(@Nullable JsonNode node) {
    return node == null || node.isNull();
  }

  private static String text(byte[] hash) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
