package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.typing.Typing;
import io.klatch.domain.typing.TypingFound;
import io.klatch.domain.typing.TypingKind;
import io.klatch.domain.typing.TypingResult;
import io.klatch.domain.typing.TypingRules;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.json.TypingJson;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Typing as JSON. Blocks; call on a virtual thread.
public final class TypingApi {
  private static final String CONVERSATION = "conversation_id";

  private final Typing typing;
  private final MeterRegistry meters;

  public TypingApi(Typing typing, MeterRegistry meters) {
    this.typing = typing;
    this.meters = meters;
  }

  /// `typing:start {conversation_id, kind?}`
  public Reply start(Identity caller, @Nullable JsonNode payload) {
    var reply =
        ChatApi.read(
            payload,
            fields -> {
              var id = fields.conversation(CONVERSATION);
              var kind = kind(fields);
              return id == null
                  ? Refusals.noSuchConversation()
                  : started(typing.start(caller, id, kind));
            });
    return counted("start", reply);
  }

  /// `typing:stop {conversation_id}`
  public Reply stop(Identity caller, @Nullable JsonNode payload) {
    var reply =
        ChatApi.read(
            payload,
            fields -> {
              var id = fields.conversation(CONVERSATION);
              if (id != null) {
                typing.stop(caller, id);
              }
              return new Reply.Ok(ok(), false);
            });
    return counted("stop", reply);
  }

  /// `typing:get-aggregated {conversation_id}`
  public Reply find(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation(CONVERSATION);
          return id == null ? Refusals.noSuchConversation() : found(id, typing.find(caller, id));
        });
  }

  private static Reply found(ConversationId id, TypingFound result) {
    return switch (result) {
      case TypingFound.Found(var view) -> {
        var json = ok();
        json.setAll(TypingJson.of(id, view));
        yield new Reply.Ok(json, false);
      }
      case TypingFound.NotFound() -> Refusals.noSuchConversation();
      case TypingFound.Unavailable() -> Refusals.unavailable();
    };
  }

  private static Reply started(TypingResult result) {
    return switch (result) {
      case TypingResult.Heard() ->
          new Reply.Ok(ok().put("timeout_ms", TypingRules.TIMEOUT.toMillis()), false);
      case TypingResult.NotFound() -> Refusals.noSuchConversation();
      case TypingResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static TypingKind kind(Payload fields) {
    var text = fields.textOrNull("kind");
    var kind = text == null ? TypingKind.TEXT : TypingKind.parse(text);
    if (kind == null) {
      throw new Malformed("kind must be text, voice or upload");
    }
    return kind;
  }

  private Reply counted(String event, Reply reply) {
    var result = reply instanceof Reply.Refused refused ? refused.code().wire() : "ok";
    meters.counter("klatch.typing.reports", "event", event, "result", result).increment();
    return reply;
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
