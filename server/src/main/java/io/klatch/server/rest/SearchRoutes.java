package io.klatch.server.rest;

import io.klatch.server.api.SearchApi;
import io.klatch.server.http.Router;

/// Search, under `/v1/search`.
public final class SearchRoutes {
  private static final String[] FIELDS = {
    "query", "conversation_id", "sender_id", "from", "to", "limit", "cursor"
  };

  private final SearchApi search;
  private final Callers callers;

  public SearchRoutes(SearchApi search, Callers callers) {
    this.search = search;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    router.get(
        "/v1/search",
        callers.only(
            (caller, request) -> Answers.of(search.search(caller, Bodies.query(request, FIELDS)))));
  }
}
