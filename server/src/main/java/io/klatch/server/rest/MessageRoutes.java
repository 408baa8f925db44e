package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.MessageApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// What can be done to messages that are there, under `/v1/conversations/{id}`.
public final class MessageRoutes {
  private final MessageApi messages;
  private final Callers callers;

  public MessageRoutes(MessageApi messages, Callers callers) {
    this.messages = messages;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get("/v1/conversations/{id}/changes", callers.only(this::changes));
  }

  private Response changes(Identity caller, Request request) {
    var payload = Bodies.query(request, "after_change_seq", "limit");
    payload.put("conversation_id", request.variable("id"));
    return Answers.of(messages.changes(caller, payload));
  }
}
