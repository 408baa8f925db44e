package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.MessageApi;
import io.klatch.server.api.Reply;
import io.klatch.server.api.ThreadApi;
import io.klatch.server.http.HttpHandler;
import io.klatch.server.http.Request;
import io.klatch.server.http.Router;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What can be done to messages that are there, under `/v1/conversations/{id}`. A `DELETE` carries
/// its fields in the query, everything else in the body.
public final class MessageRoutes {
  private static final String CONVERSATION = "/v1/conversations/{id}";
  private static final String MESSAGE = CONVERSATION + "/messages/{seq}";
  private static final String REACTION = MESSAGE + "/reactions/{emoji}";

  private final MessageApi messages;
  private final ThreadApi threads;
  private final Callers callers;

  public MessageRoutes(MessageApi messages, ThreadApi threads, Callers callers) {
    this.messages = messages;
    this.threads = threads;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get(CONVERSATION + "/changes", query(messages::changes, "after_change_seq", "limit"));
    router.get(CONVERSATION + "/pins", query(messages::pins));
    router.get(MESSAGE + "/versions", query(messages::versions));
    router.get(MESSAGE + "/thread", query(threads::thread, "before_seq", "after_seq", "limit"));
    router.post(MESSAGE + "/forward", body(threads::forward));
    router.patch(MESSAGE, body(messages::edit));
    router.delete(MESSAGE, query(messages::delete, "for", "op_id"));
    router.put(REACTION, query(messages::react, "op_id"));
    router.delete(REACTION, query(messages::unreact, "op_id"));
    router.put(MESSAGE + "/pin", query(messages::pin, "op_id"));
    router.delete(MESSAGE + "/pin", query(messages::unpin, "op_id"));
  }

  private HttpHandler query(Operation operation, String... names) {
    return callers.only((caller, request) -> {
      var payload = Bodies.query(request, names);
      var op = request.query().get("op_id");
      if (op != null) {
        payload.put("op_id", op);
      }
      return Answers.of(operation.run(caller, withPath(request, payload)));
    });
  }

  private HttpHandler body(Operation operation) {
    return callers.only((caller, request) ->
        Answers.of(operation.run(caller, withPath(request, Bodies.object(request)))));
  }

  private static @Nullable ObjectNode withPath(Request request, @Nullable ObjectNode payload) {
    if (payload == null) {
      return null;
    }
    payload.put("conversation_id", request.variable("id"));
    var seq = request.variables().get("seq");
    if (seq != null) {
      Bodies.whole(payload, "seq", seq);
    }
    var emoji = request.variables().get("emoji");
    if (emoji != null) {
      payload.put("emoji", emoji);
    }
    return payload;
  }

  @FunctionalInterface
  private interface Operation {
    Reply run(Identity caller, @Nullable ObjectNode payload);
  }
}
