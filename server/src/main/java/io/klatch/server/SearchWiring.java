package io.klatch.server;

import io.klatch.domain.search.Searching;
import io.klatch.server.api.SearchApi;
import io.klatch.server.http.Router;
import io.klatch.server.realtime.Commands;
import io.klatch.server.realtime.SearchCommands;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.SearchRoutes;
import io.klatch.server.storage.SearchStore;

/// Search: the index that follows the log, and how it is asked.
final class SearchWiring {
  private final SearchApi api;

  SearchWiring(Core core) {
    var index = core.lifetimes().add("search", new SearchStore(core.store()));
    core.meters().gauge("klatch.search.entries.behind", index, SearchStore::behind);
    api = new SearchApi(new Searching(index, core.allowances()), core.meters());
  }

  Commands commands() {
    return new SearchCommands(api);
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new SearchRoutes(api, callers).addTo(router);
  }
}
