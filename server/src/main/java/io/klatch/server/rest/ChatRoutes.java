package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.ChatApi;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;

/// The canonical commands under `/v1`: the body or query is the event's payload, the answer its
/// acknowledgement.
public final class ChatRoutes {
  private final ChatApi chat;
  private final Callers callers;

  public ChatRoutes(ChatApi chat, Callers callers) {
    this.chat = chat;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.post("/v1/conversations", callers.only(this::create));
    router.get("/v1/conversations", callers.only(this::list));
    router.get("/v1/conversations/{id}", callers.only(this::get));
    router.post("/v1/conversations/{id}/messages", callers.only(this::send));
    router.get("/v1/conversations/{id}/messages", callers.only(this::history));
    router.get("/v1/sync", callers.only(this::sync));
  }

  private Response create(Identity caller, Request request) {
    return Answers.of(chat.create(caller, Bodies.object(request)));
  }

  private Response list(Identity caller, Request request) {
    return Answers.of(chat.list(caller, Bodies.query(request, "limit", "cursor")));
  }

  private Response get(Identity caller, Request request) {
    return Answers.of(chat.get(caller, Bodies.query(request).put("conversation_id", id(request))));
  }

  private Response send(Identity caller, Request request) {
    var payload = Bodies.object(request);
    if (payload != null) {
      payload.put("conversation_id", id(request));
    }
    return Answers.of(chat.send(caller, payload));
  }

  private Response history(Identity caller, Request request) {
    var payload = Bodies.query(request, "before_seq", "after_seq", "around_seq", "limit");
    return Answers.of(chat.history(caller, payload.put("conversation_id", id(request))));
  }

  private Response sync(Identity caller, Request request) {
    return Answers.of(chat.sync(caller, Bodies.query(request, "cursor")));
  }

  private static String id(Request request) {
    return request.variable("id");
  }
}
